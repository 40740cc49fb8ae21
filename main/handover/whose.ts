/** Whose Outbox it is: only the same user of the same instance may take it over. */
export interface Whose {
  /** Origin, such as `https://acme.service-now.com`. */
  instance: string;
  user: { sys_id: string; name: string };
}
