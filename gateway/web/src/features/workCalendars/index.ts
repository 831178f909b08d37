/** What other features may use of this one. */
export type { WorkingDay } from './api';
export { addWorkingTime, workingDaysQuery } from './api';
export { useDaysOff } from './useDaysOff';
