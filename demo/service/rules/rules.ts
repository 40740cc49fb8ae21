import type { Rule } from '../../records/rule.ts';
import { assignedNeedsPerson, assignmentSetsState, dispatchIsDated } from './assignment.ts';
import {
  orderClosesAfterTasks,
  orderClosing,
  orderDueByPriority,
  orderOpened,
  orderStateFlow,
} from './order-flow.ts';
import { incompleteComesBack, lastTaskClosesOrder } from './order-state.ts';
import { serviceLevelFollowsTask } from './service-level.ts';
import { oneOpenShift, shiftBegins, shiftEnds } from './shift.ts';
import { acceptWithinShift, taskStateFlow, taskTimes, travelIsDated } from './task-flow.ts';

/** All business rules of the demo, in the order they run. Those of a folder given by `--rules` come after them. */
export const rules: readonly Rule[] = [
  assignmentSetsState,
  taskStateFlow,
  assignedNeedsPerson,
  acceptWithinShift,
  travelIsDated,
  dispatchIsDated,
  taskTimes,
  incompleteComesBack,
  lastTaskClosesOrder,
  serviceLevelFollowsTask,
  orderOpened,
  orderStateFlow,
  orderClosesAfterTasks,
  orderClosing,
  orderDueByPriority,
  shiftBegins,
  oneOpenShift,
  shiftEnds,
];
