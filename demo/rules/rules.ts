import { assignedNeedsPerson, assignmentSetsState, dispatchIsDated } from './assignment.ts';
import { orderClosing, orderDueByPriority, orderOpened, orderStateFlow } from './order-flow.ts';
import { incompleteComesBack, lastTaskClosesOrder } from './order-state.ts';
import type { Rule } from './rule.ts';
import { serviceLevelFollowsTask } from './service-level.ts';
import { oneOpenShift, shiftBegins, shiftEnds } from './shift.ts';
import { acceptWithinShift, taskStateFlow, taskTimes } from './task-flow.ts';

/** All business rules, in the order they run. To add one, write it beside its like and name it here. */
export const rules: readonly Rule[] = [
  assignmentSetsState,
  taskStateFlow,
  assignedNeedsPerson,
  acceptWithinShift,
  dispatchIsDated,
  taskTimes,
  incompleteComesBack,
  lastTaskClosesOrder,
  serviceLevelFollowsTask,
  orderOpened,
  orderStateFlow,
  orderClosing,
  orderDueByPriority,
  shiftBegins,
  oneOpenShift,
  shiftEnds,
];
