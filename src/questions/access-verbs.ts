/** What people say of access: opened, shared, granted, taken back, read. */
import { GRANTING, LEAVING, TAKING_BACK, VISIBILITY } from "./verb-calls.ts";
import type { Verb } from "./verb-table.ts";

export const ACCESS_VERBS: Verb[] = [
  {
    said: "opened",
    phrases: [
      "~open|~expose|~unblock|~whitelist|~allowlist",
      "~allow|~permit|let … ingress|inbound|egress|outbound|traffic|port|ports|ssh|rdp|http|https",
    ],
    names:
      "AuthorizeSecurityGroupIngress ModifySecurityGroupRules CreateNetworkAclEntry ReplaceNetworkAclEntry Authorize*Ingress AuthorizeDBSecurityGroup*",
    undo: "RevokeSecurityGroup* ModifySecurityGroupRules Revoke*Ingress DeleteNetworkAclEntry",
  },
  {
    said: "closed",
    phrases: ["~close|~block"],
    names:
      "Revoke* ModifySecurityGroupRules DeleteNetworkAclEntry ReplaceNetworkAclEntry CloseAccount",
    undo: "Authorize*",
  },
  {
    said: "made public",
    phrases: [
      "make|made|makes|making|set|became|become|went … public|publicly|open|accessible|world-readable",
      "is|was|are|were|has … made? public|exposed|world-readable",
      "is|was|are|be|been|becomes publicly? public|open|exposed|accessible",
      "~expose … publicly|public",
      "is|was|are|were … wide? open|exposed|reachable|accessible $",
    ],
    names: VISIBILITY,
    undo: VISIBILITY,
  },
  {
    said: "made private",
    phrases: ["make|made|makes|making|set|became|went … private"],
    names: VISIBILITY,
  },
  {
    said: "shared",
    phrases: ["~share|~unshare"],
    names:
      "Modify*SnapshotAttribute ModifySnapshotAttribute ModifyImageAttribute *ResourceShare* *Share* AddPermission AddLayerVersionPermission Put*Policy Set*Policy Put*Acl CreateGrant",
    undo: "RemovePermission Reset*Attribute Delete*Policy",
  },
  { said: "encrypted", phrases: ["~encrypt"], names: "*Encryption* *Encrypt*" },
  { said: "accepted", phrases: ["~accept|~approve"], names: "Accept* Approve* PutApprovalResult" },
  { said: "declined", phrases: ["~decline|~reject|~refuse"], names: "Decline* Reject* Refuse*" },
  {
    said: "sent",
    phrases: ["sent|send|sends|sending|~publish"],
    names: "Send* Publish* PutRecord* PutEvents",
  },
  {
    said: "opened a case",
    phrases: ["~open|~file|~raise|~create … case|cases|ticket"],
    names: "CreateCase AddCommunicationToCase CreateIncident* StartIncident",
  },
  {
    said: "invited",
    phrases: ["~invite"],
    names: "Invite* Create*Members AdminCreateUser",
  },
  { said: "subscribed", phrases: ["~subscribe"], names: "Subscribe* ConfirmSubscription" },
  { said: "unsubscribed", phrases: ["~unsubscribe"], names: "Unsubscribe*" },
  {
    said: "gave access",
    phrases: [
      "~grant|~authorize|~authorise",
      "~grant|give|gave|given|giving … admin|full|read|write|root|more? access|permission|permissions|rights|privileges",
      "give|gave|given|giving … admin",
      "make|made|makes|making … admin|administrator|superuser|root",
      "~allow|~permit",
      "~escalate … privileges|privilege?",
    ],
    names: GRANTING,
    undo: TAKING_BACK,
  },
  {
    said: "let anyone invoke",
    phrases: [
      "let|lets|letting|~allow|~permit … to? ~invoke|~call|~run|~execute|~trigger",
      "make|made|making … invokable|invocable|callable",
    ],
    names: "lambda:AddPermission lambda:AddLayerVersionPermission lambda:*FunctionUrlConfig",
    undo: "lambda:RemovePermission lambda:RemoveLayerVersionPermission lambda:DeleteFunctionUrlConfig",
  },
  {
    said: "took back",
    phrases: [
      "~revoke|~withdraw|withdrew|withdrawn|~rescind",
      "~revoke|~withdraw|withdrew|~remove … permission|permissions|rights|privileges",
      "take|took|taken|taking … back",
      "take|took|taken|taking … access|permission|permissions … away",
    ],
    names: TAKING_BACK,
  },
  {
    said: "left the organisation",
    phrases: [
      "take|took|taken|taking|pull|pulled|get|got|remove|removed|removing|kick|kicked … account … out? of|from … organisation|organization|org|organisations|organizations",
      "leave|left|leaving|leaves … organisation|organization|org",
    ],
    names: LEAVING,
  },
  {
    said: "assumed",
    phrases: ["~assume|~impersonate", "~switch|switched to|into role"],
    names: "AssumeRole* SwitchRole",
  },
  {
    said: "read",
    phrases: [
      "read|reads|reading|~download|~fetch|~retrieve|~exfiltrate|stole|steal|stolen|~leak|got|get",
    ],
    names: "Get* List* BatchGet* Select* Query Scan Download* Receive* Decrypt",
    reads: true,
  },
  { said: "decrypted", phrases: ["~decrypt"], names: "Decrypt ReEncrypt*", reads: true },
  { said: "listed", phrases: ["~list|~enumerate"], names: "List* Describe*", reads: true },
  {
    said: "looked at",
    phrases: ["~access|~view|~use|~inspect|~query|~scan", "~look at|into", "saw|see|seen"],
    names: "",
    reads: true,
  },
];
