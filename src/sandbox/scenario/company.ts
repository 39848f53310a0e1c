/**
 * Acme Shop, a company that does not exist: its accounts, people, roles and resources as plain data.
 * Account ids are AWS's documentation ids, addresses come from the documentation ranges (RFC 5737),
 * mail addresses end in .example (RFC 2606), keys end in EXAMPLE.
 */

export const REGIONS = ["eu-west-1", "us-east-1", "eu-central-1"] as const;
export type Region = (typeof REGIONS)[number];
/** Where nearly all of it runs. */
export const HOME: Region = "eu-west-1";
/** Where IAM, sign-ins, CloudFront and Route 53 are logged. */
export const GLOBAL: Region = "us-east-1";

export const ACCOUNTS = {
  prod: { id: "111122223333", alias: "acme-shop-prod" },
  staging: { id: "222233334444", alias: "acme-shop-staging" },
  security: { id: "333344445555", alias: "acme-shop-security" },
} as const;
export type AccountName = keyof typeof ACCOUNTS;

export type Person = {
  /** Session name of IAM Identity Center. */
  email: string;
  address: string;
  browser: string;
  computer: "macos" | "linux";
};

const CHROME =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
export const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

export const PEOPLE = {
  jane: {
    email: "jane.doe@acme.example",
    address: "203.0.113.24",
    browser: CHROME,
    computer: "macos",
  },
  omar: {
    email: "omar.haddad@acme.example",
    address: "203.0.113.31",
    browser: FIREFOX,
    computer: "linux",
  },
  mei: {
    email: "mei.tanaka@acme.example",
    address: "198.51.100.77",
    browser: CHROME,
    computer: "macos",
  },
  priya: {
    email: "priya.nair@acme.example",
    address: "203.0.113.40",
    browser: CHROME,
    computer: "macos",
  },
  lucas: {
    email: "lucas.meyer@acme.example",
    address: "203.0.113.52",
    browser: FIREFOX,
    computer: "linux",
  },
} as const satisfies Record<string, Person>;
export type PersonName = keyof typeof PEOPLE;

/** Permission sets of IAM Identity Center, with the hexadecimal end of the role that each makes in an account. */
export const PERMISSION_SETS = {
  AdministratorAccess: "6c63ce732f1b7a04",
  PowerUserAccess: "a1f04d9be2c85517",
  OnCallOperator: "0d47b8e19ac3f262",
  ViewOnlyAccess: "93e5c1a07b26d84f",
} as const;
export type PermissionSet = keyof typeof PERMISSION_SETS;

/** The one person outside Identity Center: a contractor with an IAM user and keys. */
export const CONTRACTOR = {
  userName: "contractor-lee",
  account: "staging",
  address: "192.0.2.44",
  secondAddress: "192.0.2.201",
} as const;

export const GITHUB = {
  provider: "token.actions.githubusercontent.com",
  checkout: "repo:acme/checkout:ref:refs/heads/main",
  payments: "repo:acme/payments:ref:refs/heads/main",
  address: "192.0.2.130",
} as const;

export const TERRAFORM_ADDRESS = "198.51.100.10";

export const BUCKETS = {
  public: "bucket-x",
  assets: "acme-shop-assets",
  logs: "acme-shop-cloudtrail",
} as const;

export const CHECKOUT = {
  functionName: "checkout-api",
  role: "checkout-api-role",
  alias: "live",
} as const;

export const ORDERS = {
  instance: "orders-db",
  class: "db.r6g.xlarge",
  resourceId: "db-ORDERSACMEEXAMPLE00000000",
  securityGroup: "sg-0b7c41d2e9f35a681",
  vpc: "vpc-0a9d3f6b7c1e24850",
} as const;

export const PAYMENTS = { cluster: "acme-prod", service: "payments" } as const;
export const STOREFRONT = { cluster: "acme-prod", service: "storefront" } as const;
export const JOBS = { queue: "jobs", worker: "jobs-worker" } as const;

export const WIZARD_SECRET = { name: "app-wizard/prod/api-key", suffix: "Kq8TzW" } as const;
export const ORDERS_KEY = "7c1f0a52-9d3e-4b68-8f27-61b0c2d4e9a3";
export const AUDIT_TRAIL = "staging-audit";
export const DEPLOY_ROLE = "deploy";
export const DEPLOY_POLICY = "deploy-services";
