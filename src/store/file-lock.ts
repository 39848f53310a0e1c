/** A lock that the operating system keeps on a file of SQLite: it ends with its process, however that dies. */
import Database from "libsql";

/**
 * Holds a file until the returned function is called or the process dies; undefined while another process holds it.
 * The file is made where it is not there, its folder is not. Errors of the file system come as SQLite gives them.
 */
export function lockFile(path: string): (() => void) | undefined {
  const db = new Database(path);
  try {
    db.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) return undefined;
    throw error;
  }
  return () => {
    if (db.open) db.close();
  };
}
