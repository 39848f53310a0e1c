/** The port that tells who asks. */
export type SlackPerson = {
  userId: string;
  name: string;
  /** IANA zone of the profile. */
  zone?: string;
  /** Ids of the user groups that the person belongs to. */
  groups: string[];
};

export type People = { find(userId: string): Promise<SlackPerson> };
