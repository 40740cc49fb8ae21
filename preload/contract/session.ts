/** Who works on which instance with this copy of Outpost. */
export interface Session {
  /** `electron` is the product, `web` the same app in a browser on this machine. */
  host: 'electron' | 'web';
  /** Version of Outpost. */
  version: string;
  /** Null until somebody has signed in on this laptop. */
  account: Account | null;
  /** What the sign-in form starts with: the `--instance` flag or the last instance used. */
  suggestedInstance: string | null;
  /** The definition could not be loaded at all (first sign-in on a broken one); sentences, one per problem. */
  definitionProblems: string[];
}

export interface Account {
  /** Origin of the instance, such as `https://acme.service-now.com`. */
  instance: string;
  userName: string;
  /** sys_id and display name of the user record on the instance. */
  user: { sys_id: string; name: string };
}

/** What a person types to sign in; exchanged for tokens at `/oauth_token.do` and not kept. */
export interface SignIn {
  instance: string;
  userName: string;
  password: string;
  /** The OAuth application the administrator registered for Outpost; `outpost` without a secret when left out. */
  clientId: string | null;
  clientSecret: string | null;
}

/** Signing in on the instance's own page, in the person's browser: passwords and second factors are its business. */
export type BrowserSignIn = Pick<SignIn, 'instance' | 'clientId' | 'clientSecret'>;

/** What the Settings screen tells. */
export interface Settings {
  session: Session;
  /** Folder that holds the database, on this machine. */
  dataFolder: string;
  definition: {
    version: number;
    loadedAt: string;
    source: DefinitionSource;
    /** Problems of a newer definition that was refused; the last good one is in force. Empty when all is well. */
    problems: string[];
  } | null;
  datasets: DatasetStatus[];
  /** How tokens are kept: encrypted by the system's key store, or only by file permissions. */
  secrets: 'system' | 'file';
}

/** Where a definition comes from. */
export interface DefinitionSource {
  /** On the instance. */
  path: string;
  /** Name of the file that was given in its place; null when the instance's counts. */
  file: string | null;
}

export interface DatasetStatus {
  table: string;
  label: string;
  rows: number;
  /** ISO instant of the last complete pull; null before the first one. */
  asOf: string | null;
}
