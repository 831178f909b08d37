/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

const texts = () => loadTexts('loyaltyUi', 'agreements');

export const LoyaltyPrograms = lazy(async () => {
  const [module] = await Promise.all([import('./LoyaltyPrograms'), texts()]);
  return { default: module.LoyaltyPrograms };
});

export const ClientLoyalty = lazy(async () => {
  const [module] = await Promise.all([import('./ClientLoyalty'), texts()]);
  return { default: module.ClientLoyalty };
});

export const SpendBonuses = lazy(async () => {
  const [module] = await Promise.all([import('./SpendBonuses'), texts()]);
  return { default: module.SpendBonuses };
});
