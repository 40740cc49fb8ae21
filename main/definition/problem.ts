/** Something wrong with a definition: where, as a path such as `actions[2].steps[0].set`, and how to put it right. */
export interface DefinitionProblem {
  path: string;
  sentence: string;
}
