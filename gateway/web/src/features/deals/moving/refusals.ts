/** What may be put right where it was filled in (pure). */
import { ApiError } from '@/shared/api/client';

/** Whether something was refused because it breaks the agreement of the deal. */
export const breaksAgreement = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.reason === 'AGREEMENT_VIOLATED';

/** Whether who filled something in can put it right there; what a stage asks for is asked anew. */
export const isCorrectable = (error: unknown): boolean =>
  error instanceof ApiError &&
  error.reason !== 'STAGE_CONDITIONS_UNMET' &&
  error.status === 400 &&
  (error.problem.fields ?? []).length > 0;
