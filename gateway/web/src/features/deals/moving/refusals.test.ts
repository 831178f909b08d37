import { expect, it } from 'vitest';
import { ApiError } from '@/shared/api/client';
import { breaksAgreement, isCorrectable } from './refusals';

const refused = (reason: string, status = 400, field = 'amount') =>
  new ApiError({
    title: '',
    detail: '',
    reason,
    status,
    metadata: {},
    fields: field ? [{ field, reason, description: '' }] : [],
    request_id: '',
  });

it('keeps a dialog open for what can be put right in it', () => {
  expect(isCorrectable(refused('NUMBER_OUT_OF_RANGE'))).toBe(true);
  expect(isCorrectable(refused('AGREEMENT_VIOLATED'))).toBe(true);
  expect(breaksAgreement(refused('AGREEMENT_VIOLATED'))).toBe(true);
  expect(breaksAgreement(refused('NUMBER_OUT_OF_RANGE'))).toBe(false);
});

it('closes it for what others did meanwhile, and asks anew for what a stage lacks', () => {
  expect(isCorrectable(refused('DEAL_MOVED_MEANWHILE', 409))).toBe(false);
  expect(isCorrectable(refused('DEAL_CLOSED', 400, ''))).toBe(false);
  expect(isCorrectable(refused('STAGE_CONDITIONS_UNMET'))).toBe(false);
  expect(isCorrectable(new Error('lost connection'))).toBe(false);
});
