/** API calls that several ways of saying it share; event name patterns, separated by spaces. */

export const LEAVING =
  "organizations:LeaveOrganization organizations:RemoveAccountFromOrganization";

export const GRANTING =
  "AddPermission AddLayerVersionPermission Attach*Policy Put*Policy Set*Policy CreatePolicyVersion " +
  "SetDefaultPolicyVersion UpdateAssumeRolePolicy AddUserToGroup AddRoleToInstanceProfile CreateGrant " +
  "Grant* Authorize* Put*Acl CreateAccountAssignment CreateAccessEntry AssociateAccessPolicy " +
  "Modify*SnapshotAttribute ModifySnapshotAttribute ModifyImageAttribute AssociateResourceShare " +
  "CreateResourceShare";

export const TAKING_BACK =
  "RemovePermission RemoveLayerVersionPermission Detach*Policy Delete*Policy Delete*PolicyVersion " +
  "RemoveUserFromGroup Revoke* RetireGrant DeleteAccountAssignment DeleteAccessEntry " +
  "DisassociateAccessPolicy Modify*SnapshotAttribute ModifySnapshotAttribute ModifyImageAttribute " +
  "DisassociateResourceShare Put*PublicAccessBlock DeleteFunctionUrlConfig";

/** Calls that decide who can reach a resource from outside. */
export const VISIBILITY =
  "*PublicAccessBlock PutAccountPublicAccessBlock *BucketPolicy *BucketAcl *ObjectAcl " +
  "*OwnershipControls *BucketWebsite *AccessPointPolicy ModifySnapshotAttribute ResetSnapshotAttribute " +
  "ModifyImageAttribute ResetImageAttribute Modify*SnapshotAttribute *BlockPublicAccess* " +
  "ModifyDBInstance ModifyDBCluster lambda:AddPermission lambda:RemovePermission *FunctionUrlConfig " +
  "*RepositoryPolicy *QueueAttributes *TopicAttributes sqs:*Permission sns:*Permission " +
  "secretsmanager:*ResourcePolicy kms:PutKeyPolicy AuthorizeSecurityGroupIngress " +
  "RevokeSecurityGroupIngress redshift:ModifyCluster UpdateClusterConfig";
