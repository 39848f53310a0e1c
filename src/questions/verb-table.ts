/** What people say was done → the API calls that do it. */
import { ACCESS_VERBS } from "./access-verbs.ts";

export type Verb = {
  /** As said back in the answer. */
  said: string;
  /** How it is said; see phrases.ts for the notation. */
  phrases: string[];
  /** Event name patterns; `{}` is the noun of the thing where the words tell it, else anything. None: any change. */
  names: string;
  /** More patterns that count only once the noun is known (PutMetricAlarm creates an alarm). */
  withNoun?: string;
  /** Its patterns where only a kind of thing is named ("removed the flow logs"): done to such things themselves. */
  toKind?: string;
  /** The services that it belongs to where the kind of thing leaves several open. */
  services?: string;
  /** What is asked for are reads. */
  reads?: true;
  /** Its patterns cut down those of an aspect ("removed the policy"). */
  cuts?: string;
  /** What takes it back: "…, and was it taken back?". */
  undo?: string;
};

const ENDINGS = "Delete{} Terminate{} Deregister{} Release{} BatchDelete{} Purge{}";

const OFF =
  "Stop* Terminate* Suspend* Pause* Disable* Deactivate* cloudtrail:DeleteTrail cloudtrail:PutEventSelectors guardduty:Delete* guardduty:Update* config:Delete*";
const OFF_CUTS =
  "Stop* Disable* Deactivate* Delete* Put* Update* Modify* Suspend* Remove* Cancel* Set* Associate* Disassociate*";
const OFF_UNDO = "Start* Resume* Run* Enable*";

export const VERBS: Verb[] = [
  {
    said: "changed",
    phrases: [
      "~change|~modify|~update|~edit|~alter|~touch|~adjust|~tweak|~configure|~reconfigure|~affect|~patch|~mutate",
      "put|do|did|does something|anything|stuff",
      "made|make|makes|making … change|changes|modification|modifications",
      "mess|messed|messing|fiddled|fiddle|tampered|tamper|played|worked with|on",
      "broke|broken|break|breaking|edit|set|setting|reset",
      "~screw|mess|messed … up",
      "~upgrade|~downgrade|~migrate|~move|~correct|~fix|~replace|~rewrite|rewrote|rewritten",
    ],
    names: "",
  },
  {
    said: "deleted",
    phrases: [
      "~delete|~terminate|~drop|~destroy|~nuke|~erase|~wipe|~purge|~decommission|deletion|deletions|removal",
      "~trash|~scrap|~axe|rm|rmed|rming",
      "get|got|gets rid of",
      "tear|tore|torn|tearing … down",
      "~schedule … for? deletion",
    ],
    names: `${ENDINGS} Schedule{}Deletion`,
    withNoun: "Destroy{} Cancel{} Close{}",
    cuts: "Delete* Remove* Untag* Revoke*",
    undo: "Create{} Restore* Cancel*Deletion",
  },
  {
    said: "deleted items",
    phrases: ["~delete|~remove … items|item|rows|records|messages"],
    names: "DeleteItem BatchWriteItem TransactWriteItems BatchExecuteStatement DeleteMessage*",
  },
  {
    said: "removed",
    phrases: [
      "~remove|~unregister|~deregister|~strip",
      "take|took|taken|taking … away",
      "take|took|taken|taking … out",
      "threw|throw|thrown … out",
    ],
    names: `${ENDINGS} Schedule{}Deletion Remove* Detach* Disassociate* Untag* Revoke* Deactivate*`,
    toKind: `${ENDINGS} Schedule{}Deletion Remove{}* Detach{}* Disassociate{}* Deactivate{}*`,
    cuts: "Delete* Remove* Untag* Detach* Disassociate* Deactivate* Revoke*",
  },
  {
    said: "created",
    phrases: [
      "~create|~provision|~introduce|~spawn|built|build|builds|building|creation",
      "made|make|making a|an|the|this|another|new",
      "set|sets|setting … up",
      "spin|spun|spinning … up",
      "stand|stood … up",
      "~register|~import",
    ],
    names: "Create{} Run{} Register{} Import{} Allocate{} Copy{} Restore* Request{} Launch{}",
    withNoun:
      "Put{} Publish{} Upload{} Enable{} Create{}ReadReplica Restore{}* Create{}V2 Subscribe{}",
    cuts: "Create* Put* Add* Enable* Upload* Publish* Authorize*",
    undo: `${ENDINGS} Schedule{}Deletion`,
  },
  {
    said: "launched",
    phrases: ["~launch"],
    names: "Create{} Run{} Launch{} Request{}",
    services: "ec2",
    cuts: "Create* Put* Add*",
    undo: ENDINGS,
  },
  {
    said: "took a snapshot",
    phrases: ["take|took|taken|taking … snapshot|snapshots|backup|image"],
    names:
      "Create*Snapshot* CreateSnapshots CreateImage CreateBackup StartBackupJob Copy*Snapshot*",
  },
  {
    said: "released",
    phrases: ["~release"],
    names:
      "Release* UpdateFunctionCode Publish*Version UpdateAlias CreateDeployment StartDeployment UpdateService ExecuteChangeSet StartPipelineExecution",
  },
  {
    said: "killed",
    phrases: ["~kill"],
    names: "Terminate* Delete* Cancel* StopTask StopExecution",
  },
  {
    said: "added",
    phrases: ["~add"],
    names: "Add* Create* Put* Attach* Associate* Register* Authorize* Tag* Upload* Import*",
    toKind:
      "Add{} Add{}To* Create{} Put{} Attach{} Associate{} Register{} Upload{} Import{} Publish{}",
    cuts: "Create* Put* Add* Attach* Associate* Tag* Upload* Enable* Authorize*",
    undo: "Remove* Delete* Detach* Disassociate* Revoke*",
  },
  {
    said: "stopped",
    phrases: ["~stop|~halt|~suspend|~pause"],
    names: "Stop* Suspend* Pause* Halt*",
    cuts: OFF_CUTS,
    undo: "Start* Resume* Run*",
  },
  {
    said: "shut down",
    phrases: [
      "shut|shuts|shutting … down|off",
      "take|took|taken|taking|bring|brought … down|offline",
    ],
    names: OFF,
    cuts: OFF_CUTS,
    undo: OFF_UNDO,
  },
  {
    said: "turned off",
    phrases: ["~power|~switch|~turn … off"],
    names: OFF,
    cuts: OFF_CUTS,
    undo: OFF_UNDO,
  },
  {
    said: "started",
    phrases: [
      "~start|~boot|~resume|~unpause",
      "bring|brought … back|up|online",
      "~boot|~fire … up",
    ],
    names: "Start* Resume* Run*",
    cuts: "Start* Enable* Activate* Create* Put* Update* Modify* Resume* Add* Set* Associate* Rotate*",
    undo: "Stop* Suspend* Pause*",
  },
  {
    said: "turned on",
    phrases: ["~power|~switch|~turn … on"],
    names: "Start* Resume* Run* Enable* Activate*",
    cuts: "Start* Enable* Activate* Create* Put* Update* Modify* Resume* Add* Set* Associate* Rotate*",
    undo: "Stop* Suspend* Disable*",
  },
  {
    said: "restarted",
    phrases: ["~restart|~reboot|~bounce|~recycle"],
    names: "Reboot* Restart* Stop* Start* ecs:UpdateService Failover*",
  },
  {
    said: "attached",
    phrases: ["~attach|~associate|~assign|~mount|~hook"],
    names: "Attach* Associate* Add* Put*Policy Register* Assign* Create*Assignment",
    cuts: "Attach* Associate* Put* Add* Create*",
    undo: "Detach* Disassociate* Remove* Delete*Policy Deregister*",
  },
  {
    said: "detached",
    phrases: ["~detach|~disassociate|~dissociate|~unassign|~unmount|~disconnect"],
    names: "Detach* Disassociate* Remove* Deregister* Unassign* Delete*Policy Delete*Assignment",
    cuts: "Detach* Disassociate* Delete* Remove*",
    undo: "Attach* Associate* Add*",
  },
  {
    said: "invoked",
    phrases: ["~invoke|~execute|~trigger|ran|run|running"],
    names:
      "Invoke* Start*Execution StartExecution Run* StartBuild* StartJobRun SendCommand StartAutomationExecution StartQueryExecution",
  },
  {
    said: "ran commands",
    phrases: [
      "ran|run|running|~execute|sent a|an|any|some|the? ssm? remote|shell|bash|powershell|run? commands|command|scripts|script",
    ],
    names: "SendCommand StartAutomationExecution ExecuteCommand",
  },
  {
    said: "started a session",
    phrases: ["~start|~open a|the? session|shell|tunnel", "~connect"],
    names:
      "StartSession ResumeSession SendSSHPublicKey SendSerialConsoleSSHPublicKey ExecuteCommand",
  },
  {
    said: "deployed",
    phrases: ["~deploy|~redeploy|~ship|~publish|deployment", "~roll … out", "~push"],
    names:
      "UpdateFunctionCode CreateFunction Publish*Version UpdateAlias CreateDeployment StartDeployment UpdateService CreateService RegisterTaskDefinition CreateStack UpdateStack ExecuteChangeSet CreateStackInstances UpdateStackSet PutImage StartPipelineExecution UpdateStage UpdateStateMachine UpdateDistribution",
  },
  {
    said: "rolled back",
    phrases: ["~roll … back", "~revert"],
    names:
      "Rollback* UpdateService UpdateAlias UpdateFunctionCode StopDeployment CreateDeployment UpdateStack CancelUpdateStack Restore*",
  },
  {
    said: "scaled",
    phrases: [
      "~scale|~rescale|~resize|~upsize|~downsize|~shrink|shrank|shrunk|grew|~enlarge|~expand",
    ],
    names:
      "SetDesiredCapacity UpdateAutoScalingGroup UpdateService *ScalableTarget *ScalingPolicy ModifyDBInstance ModifyDBCluster ModifyInstanceAttribute ModifyVolume UpdateTable UpdateNodegroupConfig Resize* UpdateShardCount Modify*ReplicationGroup* ModifyCacheCluster redshift:ModifyCluster *Concurrency* ModifyInstanceGroups TerminateInstanceInAutoScalingGroup",
  },
  {
    said: "rotated",
    phrases: ["~rotate"],
    names:
      "Rotate* *KeyRotation PutSecretValue UpdateSecret* CreateAccessKey UpdateAccessKey DeleteAccessKey CancelRotateSecret",
  },
  {
    said: "disabled",
    phrases: ["~disable|~deactivate|~mute|~silence"],
    names:
      "Disable* Deactivate* Stop* Suspend* UpdateAccessKey UpdateEventSourceMapping cloudtrail:Delete* cloudtrail:UpdateTrail cloudtrail:PutEventSelectors guardduty:Delete* guardduty:Update* guardduty:Disassociate* config:Delete* cloudfront:UpdateDistribution",
    cuts: OFF_CUTS,
    undo: "Enable* Activate* Start* UpdateAccessKey",
  },
  {
    said: "enabled",
    phrases: ["~enable|~activate|~reactivate|~unmute"],
    names:
      "Enable* Activate* Start* UpdateAccessKey UpdateEventSourceMapping CreateDetector guardduty:Update* cloudfront:UpdateDistribution",
    cuts: "Start* Enable* Activate* Create* Put* Update* Modify* Resume* Add* Set* Associate* Rotate*",
    undo: "Disable* Deactivate* Stop* UpdateAccessKey",
  },
  {
    said: "tagged",
    phrases: ["~tag|~label"],
    names: "Tag* *Tagging *Tags *TagsTo* TagResource*",
  },
  {
    said: "untagged",
    phrases: ["~untag"],
    names: "Untag* Delete*Tagging Delete*Tags Remove*Tags*",
  },
  { said: "renamed", phrases: ["~rename"], names: "Rename* Update* Modify* CopyObject" },
  {
    said: "restored",
    phrases: ["~restore|~recover"],
    names: "Restore* Recover* Cancel*Deletion CancelKeyDeletion",
  },
  {
    said: "copied",
    phrases: ["~copy|~replicate|~clone"],
    names: "Copy* Create*ReadReplica Restore*",
  },
  {
    said: "wrote",
    phrases: ["~upload|wrote|write|written|writing|overwrote|overwritten|put"],
    names: "Put* Upload* CompleteMultipartUpload CopyObject Post* BatchWrite* Update*",
  },
  { said: "emptied", phrases: ["~empty"], names: "DeleteObject* Purge* BatchDelete*" },
  {
    said: "failed over",
    phrases: ["~fail … over", "failover"],
    names: "Failover* Switchover* Promote* RebootDBInstance",
  },
  { said: "promoted", phrases: ["~promote"], names: "Promote* Failover* UpdateAlias" },
  {
    said: "cancelled",
    phrases: ["~cancel|cancelled|cancelling|~abort", "~cancel|cancelled|cancelling … deletion"],
    names: "Cancel* Abort* Stop*",
  },
  { said: "invalidated", phrases: ["~invalidate"], names: "CreateInvalidation Invalidate*" },
  ...ACCESS_VERBS,
];
