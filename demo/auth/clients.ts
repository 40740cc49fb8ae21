/** An application that may ask for tokens (`oauth_entity` on the instance). */
export interface Client {
  id: string;
  /** Empty for a public client, which can keep no secret. */
  secret: string;
}

const clients: readonly Client[] = [{ id: 'outpost', secret: '' }];

/** The client a form names, if it exists and the secret is right. */
export function clientOf(form: URLSearchParams): Client | null {
  const client = clients.find(({ id }) => id === form.get('client_id'));
  return client && (form.get('client_secret') ?? '') === client.secret ? client : null;
}
