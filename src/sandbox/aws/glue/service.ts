/** Glue: the catalog's entry of the trail's table, as the statement of `trailwatch trail ddl` would have made it. */
import { type TrailLayout, tableDdl } from "../../../trail/ddl.ts";
import { AwsRefusal, type AwsService } from "../service.ts";

/** One table in one database. */
export function createGlue(layout: TrailLayout): AwsService {
  const table = readDdl(tableDdl(layout));
  const check = (database: unknown) => {
    if (database !== layout.database) throw notFound(`Database ${String(database)} not found.`);
  };
  return {
    name: "glue",
    operations: {
      async GetDatabase(input) {
        check(input.Name);
        return { Database: { Name: layout.database } };
      },
      async GetTable(input) {
        check(input.DatabaseName);
        // The newer of the two messages that AWS is seen to give.
        if (input.Name !== layout.table) throw notFound("Entity Not Found");
        return { Table: { Name: layout.table, DatabaseName: layout.database, ...table } };
      },
    },
  };
}

function notFound(message: string): AwsRefusal {
  return new AwsRefusal("EntityNotFoundException", message);
}

/** Types stand in the catalog in small letters and without spaces. */
function readDdl(ddl: string): object {
  const [, columns = ""] = /\(\n([\s\S]*?)\n\)\nPARTITIONED BY/.exec(ddl) ?? [];
  const [, partitions = ""] = /PARTITIONED BY \(([^)]*)\)/.exec(ddl) ?? [];
  const [, properties = ""] = /TBLPROPERTIES \(([\s\S]*)\)/.exec(ddl) ?? [];
  const [, location = ""] = /LOCATION '([^']*)'/.exec(ddl) ?? [];
  const parameters = properties.matchAll(/'([^']*)' = '([^']*)'/g);
  return {
    TableType: "EXTERNAL_TABLE",
    PartitionKeys: partitions.split(",").map((text) => columnOf(text.replaceAll("`", ""))),
    Parameters: {
      EXTERNAL: "TRUE",
      ...Object.fromEntries([...parameters].map(([, name, value]) => [name, value])),
    },
    StorageDescriptor: {
      Location: location,
      // A column begins two spaces in; what stands farther belongs to its type.
      Columns: columns.split(/,\n(?= {2}\w)/).map(columnOf),
    },
  };
}

function columnOf(text: string): object {
  const [, name = "", type = ""] = /^\s*(\w+)\s+([\s\S]+)$/.exec(text) ?? [];
  return { Name: name, Type: type.toLowerCase().replace(/\s+/g, "") };
}
