import { Loader, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight, IconSearch } from '@tabler/icons-react';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/lib/errors';
import s from './CommandPalette.module.css';
import { type Row, useRows } from './useRows';

interface Props {
  onClose: () => void;
  onHelp: () => void;
}

const PAUSE = 120;

export function CommandPalette({ onClose, onHelp }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [query] = useDebouncedValue(text.trim(), PAUSE);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const { rows, searching, error } = useRows(query, { onClose, onHelp });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text starts at the first row
  useEffect(() => setAt(0), [query]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen row must stay in sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((before) => Math.min(before + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setAt((before) => Math.max(before - 1, 0));
    else if (event.key === 'Enter') rows[at]?.run();
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      padding={0}
      size={640}
      yOffset="12vh"
      classNames={{ content: s.modal }}
      aria-label={t('palette.label')}
    >
      <div className={s.head}>
        <IconSearch size={19} aria-hidden />
        <input
          data-autofocus
          className={s.input}
          placeholder={t('palette.placeholder')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={rows[at] ? `palette-${at}` : undefined}
          aria-label={t('palette.placeholder')}
          autoComplete="off"
          spellCheck={false}
          onKeyDown={onKeyDown}
        />
        {searching ? <Loader size={16} /> : <kbd className="k">Esc</kbd>}
      </div>
      <div
        className={s.list}
        id="palette-list"
        role="listbox"
        aria-label={t('palette.label')}
        ref={list}
        tabIndex={-1}
      >
        {rows.map((row, index) => (
          <Fragment key={row.id}>
            {row.group !== rows[index - 1]?.group && (
              <div className={s.group} role="presentation">
                {row.group}
              </div>
            )}
            <Entry row={row} id={`palette-${index}`} active={index === at} onActive={() => setAt(index)} />
          </Fragment>
        ))}
        {rows.length === 0 && !searching && (
          <div className={s.empty} role="presentation">
            <div className={s.emptyTitle}>{error ? errorText(error) : t('palette.nothing')}</div>
            {!error && t('palette.nothingHint')}
          </div>
        )}
      </div>
    </Modal>
  );
}

interface EntryProps {
  row: Row;
  id: string;
  active: boolean;
  onActive: () => void;
}

function Entry({ row, id, active, onActive }: EntryProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
    <div
      id={id}
      role="option"
      aria-selected={active}
      tabIndex={-1}
      className={s.row}
      onMouseMove={onActive}
      onClick={row.run}
    >
      <span className={s.icon}>{row.icon}</span>
      <span className={`${s.title} ell`}>{row.title}</span>
      <span className={`${s.about} ell`}>{row.about}</span>
      {active && <IconArrowRight size={15} aria-hidden />}
    </div>
  );
}
