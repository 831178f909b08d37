/** Where «Create» leads: the wizard, or the expert form for who chose it last and may. */
import { useCan, usePreferences } from '@/shared/session/session';

export function useNewClientPath() {
  const can = useCan();
  const { create } = usePreferences();
  return create === 'expert' && can('counterparties.expert_create')
    ? '/counterparties/new'
    : '/counterparties/register';
}
