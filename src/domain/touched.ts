/** What an event touches: resource names, ARNs and ids, and in which part they play. */

/**
 * `target`: the call acts on it. `container`: the call acts on content inside it (an object in a bucket, a message in a queue).
 * `mention`: the call only refers to it (the role given to a new function, the bucket a trail writes to).
 */
export type TouchRole = "target" | "container" | "mention";

export type Touched = {
  /** Name, ARN, id, URL or path, as the record spells it. */
  text: string;
  role: TouchRole;
  /** The key under which it stood, or the CloudFormation type where the record gives it. */
  type?: string;
};
