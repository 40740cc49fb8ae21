/** An application that may ask for tokens (`oauth_entity` on the instance). */
export interface Client {
  id: string;
  /** Empty for a public client, which can keep no secret and has to prove itself by PKCE. */
  secret: string;
  /** Where codes may be sent, exactly as registered. */
  redirects: readonly string[];
  /** The user that the client itself acts as, for client credentials; empty where that grant is not allowed. */
  user: string;
}

/** The applications registered. */
const clients: readonly Client[] = [
  {
    id: 'outpost',
    secret: '',
    redirects: ['http://127.0.0.1:8719/signed-in', 'http://localhost:8719/signed-in', 'outpost://signed-in'],
    user: '',
  },
  {
    id: 'outpost-private',
    secret: 'outpost-secret',
    redirects: ['http://127.0.0.1:8719/signed-in', 'https://client.example/signed-in'],
    user: '',
  },
  { id: 'outpost-service', secret: 'service-secret', redirects: [], user: 'supervisor' },
];

/** The client a form names, if it exists and the secret is right. */
export function clientOf(form: URLSearchParams): Client | null {
  const client = clientNamed(form.get('client_id'));
  return client && (form.get('client_secret') ?? '') === client.secret ? client : null;
}

export function clientNamed(id: string | null): Client | null {
  return clients.find((client) => client.id === id) ?? null;
}
