/** A port is opened by hand beside Terraform, and closed by Terraform's next morning run. */
import { DAY, HOUR, MINUTE, SECOND } from "../../../domain/time.ts";
import { ACCOUNTS, ORDERS } from "../company.ts";
import { type Caller, personIn, terraformIn } from "../identity.ts";
import { hex, uuid } from "../random.ts";
import type { Call, Stage } from "../record.ts";
import { question, type Story, type Told } from "../story.ts";

const GROUP = ORDERS.securityGroup;
const SSH_FROM_ANYWHERE = {
  items: [
    {
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      groups: {},
      ipRanges: { items: [{ cidrIp: "0.0.0.0/0", description: "temporary, migration" }] },
      ipv6Ranges: {},
      prefixListIds: {},
    },
  ],
};

/** Opens SSH to the orders database from anywhere. */
export function openSsh(stage: Stage, at: number, caller: Caller): Call {
  const ruleId = `sgr-${hex(stage.random, 17)}`;
  return {
    at,
    account: "prod",
    source: "ec2",
    name: "AuthorizeSecurityGroupIngress",
    caller,
    request: { groupId: GROUP, ipPermissions: SSH_FROM_ANYWHERE },
    response: {
      requestId: uuid(stage.random),
      _return: true,
      securityGroupRuleSet: {
        items: [
          {
            groupOwnerId: ACCOUNTS.prod.id,
            groupId: GROUP,
            securityGroupRuleId: ruleId,
            description: "temporary, migration",
            isEgress: false,
            ipProtocol: "tcp",
            fromPort: 22,
            toPort: 22,
            cidrIpv4: "0.0.0.0/0",
          },
        ],
      },
    },
  };
}

function tell(stage: Stage): Told {
  const morning = Math.floor(stage.now / DAY) * DAY - DAY + 7 * HOUR + 12 * MINUTE;
  const openedAt = morning - 14 * HOUR - 31 * MINUTE;
  const priya = personIn("priya", {
    account: "prod",
    set: "PowerUserAccess",
    startedAt: openedAt - 9 * MINUTE,
    with: "console",
  });
  const terraform = terraformIn("prod", morning - 2 * MINUTE);
  const opened = stage.record(openSsh(stage, openedAt, priya));
  const planned = stage.record({
    at: morning - 70 * SECOND,
    account: "prod",
    source: "ec2",
    name: "DescribeSecurityGroups",
    caller: terraform,
    request: {
      securityGroupSet: { items: [{ groupId: GROUP }] },
      securityGroupIdSet: {},
      filterSet: {},
    },
    readOnly: true,
  });
  const closed = stage.record({
    at: morning,
    account: "prod",
    source: "ec2",
    name: "RevokeSecurityGroupIngress",
    caller: terraform,
    request: { groupId: GROUP, ipPermissions: SSH_FROM_ANYWHERE },
    response: { requestId: uuid(stage.random), _return: true },
  });
  return {
    records: [opened, planned, closed],
    questions: [
      question(`who opened ${GROUP} last 7d`, [opened], { exact: false }),
      question(`who changed ${GROUP} last 7d`, [closed, opened]),
    ],
  };
}

export const openedSecurityGroup: Story = {
  name: "opened-security-group",
  title: "SSH to the orders database was opened by hand and closed by Terraform the next morning.",
  tell,
};
