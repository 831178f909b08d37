import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import s from './HotkeysHelp.module.css';

const GROUPS = [
  [
    'everywhere',
    [
      ['palette', 'Ctrl K', '/'],
      ['create', 'C'],
      ['goCounterparties', 'Alt 1'],
      ['goContacts', 'Alt 2'],
      ['help', '?'],
      ['escape', 'Esc'],
    ],
  ],
  [
    'list',
    [
      ['nextRow', 'J'],
      ['prevRow', 'K'],
      ['select', 'X'],
      ['range', 'Shift X'],
      ['open', 'Enter'],
      ['peek', 'Space'],
      ['owner', 'A'],
      ['segments', 'S'],
    ],
  ],
  [
    'card',
    [
      ['prev', '['],
      ['next', ']'],
      ['edit', 'E'],
      ['save', 'Ctrl Enter'],
    ],
  ],
  [
    'work',
    [
      ['closePlus', '+'],
      ['closeMinus', '−'],
      ['walk', '↑', '↓'],
      ['editWork', 'E'],
    ],
  ],
  [
    'desk',
    [
      ['repair', 'Enter'],
      ['nextProblem', 'F8'],
    ],
  ],
] as const;

export function HotkeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className={s.groups}>
        {GROUPS.map(([group, rows]) => (
          <section key={group}>
            <h3 className={s.title}>{t(`keys.${group}`)}</h3>
            <dl className={s.list}>
              {rows.map(([key, ...keys]) => (
                <div key={key} className={s.row}>
                  <dt>{t(`keys.${key}`)}</dt>
                  <dd>
                    {keys.map((one) => (
                      <kbd key={one} className="k">
                        {one}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
