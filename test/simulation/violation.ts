/** Something that must hold does not. */
export class Violation extends Error {
  override readonly name = 'Violation';
}
