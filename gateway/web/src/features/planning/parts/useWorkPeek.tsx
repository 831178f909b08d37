import { Button, Group, Modal } from '@mantine/core';
import { IconCalendarTime, IconExternalLink, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScopeDialog } from '@/features/series';
import { useAsked } from '@/features/series/asking';
import { useWorkActs } from '@/features/works/useWorkActs';
import { StateTag } from '@/features/works/WorkLine';
import { whenText } from '@/features/works/when';
import { idOf } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import type { WorkCard } from '../api';
import { OwnerName } from './OwnerName';
import s from './Work.module.css';

/** A look at a work of a grid, and all that can be done with it: what a drag does, by keys too. */
export function useWorkPeek(zone: string): { open: (card: WorkCard) => void; peek: ReactNode } {
  const { t } = useTranslation();
  const can = useCan();
  const acts = useWorkActs();
  const [card, setCard] = useState<WorkCard | null>(null);
  const asked = useAsked();
  const shut = () => setCard(null);
  const run = (act: (card: WorkCard) => void) => () => {
    if (card) act(card);
    shut();
  };
  const changes = card?.state === 'OPEN' && can('works.update');
  const peek = (
    <>
      {card && (
        <Modal
          opened
          onClose={shut}
          title={card.display_name}
          closeButtonProps={{ 'aria-label': t('ui.close') }}
        >
          <dl className={s.facts}>
            <dt>{t('planner.state')}</dt>
            <dd>
              <StateTag work={{ ...card, result_display_name: '' }} />
            </dd>
            <dt>{t('planner.when')}</dt>
            <dd className="num">{whenText(t, card.when, zone)}</dd>
            <dt>{t('planner.executor')}</dt>
            <dd>
              <OwnerName user={card.owner} />
            </dd>
            {card.counterparty && (
              <>
                <dt>{t('planner.client')}</dt>
                <dd>
                  <Link to="/counterparties/$id" params={{ id: idOf(card.counterparty) }} className={s.link}>
                    {card.counterparty_display_name}
                  </Link>
                </dd>
              </>
            )}
          </dl>
          <Group gap={8}>
            {changes && (
              <>
                <Button
                  color="teal"
                  variant="light"
                  leftSection={<IconPlus size={16} />}
                  onClick={run((each) => acts.close(each, 'PLUS'))}
                >
                  {t('planner.plus')}
                </Button>
                <Button
                  color="red"
                  variant="light"
                  leftSection={<IconMinus size={16} />}
                  onClick={run((each) => acts.close(each, 'MINUS'))}
                >
                  {t('planner.minus')}
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconCalendarTime size={16} />}
                  onClick={run(acts.postpone)}
                >
                  {t('planner.postpone')}
                </Button>
                <Button variant="default" leftSection={<IconPencil size={16} />} onClick={run(acts.edit)}>
                  {t('planner.hand')}
                </Button>
              </>
            )}
            <Button
              variant="subtle"
              leftSection={<IconExternalLink size={16} />}
              renderRoot={(props) => <Link to="/works/$id" params={{ id: idOf(card.name) }} {...props} />}
            >
              {t('planner.openWork')}
            </Button>
          </Group>
        </Modal>
      )}
      {acts.dialogs}
      <Suspense>{asked && <ScopeDialog what="edit" onChoose={asked} onClose={() => asked(null)} />}</Suspense>
    </>
  );
  return { open: useCallback((next: WorkCard) => setCard(next), []), peek };
}
