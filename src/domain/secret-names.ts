/** Which names of fields, headers and variables announce a secret. */

const SECRET =
  /passw(?:or)?d|passphrase|^pwd$|secret|token|privatekey|apikey$|accesskey$|authorization$|connectionstring|userdata$|plaintext|sharedkey|accountkey|signature$|cookies?$|keymaterial|assertion$|^psk$|^sig$|otp$|bearer|clientcredential|^credentials?$|webhookurl|dsn$|_pass$|^pass$|userpass|signingkey|encryptionkey$|masterkey$|^sas$/;

/** Names that contain such a word and hold no secret: ids, settings, paging. */
const HARMLESS =
  /^(?:next|client|clientrequest|request|creation|continuation|idempotency|pagination|page|start|starting|marker|sequence|nextsequence|previous|forward|nextforward|nextbackward|change|lock|update|upload)tokens?$|(?:secret|token|password|passphrase|credential|key)s?(?:manager.*|ids?|arns?|names?|types?|modes?|status|state|(?:version|stage)s?.*|validity.*|expir.*|ttl.*|uses?|ur[il]s?|count|endpoints?|issuers?|length|age|policy|policies|reset.*|last.*|changed|reuse.*|rotation.*|rotated.*|required|enabled|updated|limit|source|format|kms.*|region|path|hop.*|role.*|prefix|list|options?|settings?|config.*|days|created.*|datakey.*)$|^minimumpassword|^maxpassword|^httptokens$|^allow.*password|^use.*password|^manage.*password|tokenization|^publickey|^generate|^rotate|^exclude|^has.*|^is.*(?:token|secret)/;

/** Condition keys of identity providers in trust policies (`token.actions.githubusercontent.com:sub`): who may come, no secret. */
const CONDITION_KEY = /^(?:[\w-]+\.)+[\w/-]+:(?:sub|aud|amr|azp|oaud)$/i;

const known = new Map<string, boolean>();
const MOST_KNOWN = 5000;

/** True for `masterUserPassword`, `X-Amz-Security-Token`, `DB_PASSWORD`; false for `secretId`, `nextToken`, `passwordPolicy`. */
export function isSecretName(name: string): boolean {
  if (name.length > 200) return false;
  const seen = known.get(name);
  if (seen !== undefined) return seen;
  if (known.size >= MOST_KNOWN) known.clear();
  const plain = plainName(name);
  const secret = SECRET.test(plain) && !HARMLESS.test(plain) && !CONDITION_KEY.test(name);
  known.set(name, secret);
  return secret;
}

/** Lower case, without the marks between words. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Everything below these is secret, whatever its name. */
const WHOLLY_SECRET =
  /^(?:.*password|secretstring|secretbinary|userdata|privatekey|authparameters|plaintext|connectionstring|keymaterial)$/;

export function isWhollySecret(name: string): boolean {
  return name.length <= 200 && isSecretName(name) && WHOLLY_SECRET.test(plainName(name));
}

/** Environment variables: Lambda, ECS, CodeBuild, Batch, App Runner, Amplify, SageMaker, stage variables. */
const ENVIRONMENTS = new Set([
  "environment",
  "env",
  "envvars",
  "variables",
  "environmentvariables",
  "environmentvariablesoverride",
  "runtimeenvironmentvariables",
  "environmentoverrides",
  "environmentvars",
  "stagevariables",
]);

export function isEnvironment(name: string): boolean {
  return name.length <= 60 && ENVIRONMENTS.has(plainName(name));
}
