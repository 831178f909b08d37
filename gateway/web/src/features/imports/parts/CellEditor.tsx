import { useRef, useState } from 'react';
import s from './RowsTable.module.css';

interface Props {
  label: string;
  initial: string;
  /** null = leave it as it was; `next` = go to the next problem. */
  onDone: (value: string | null, next: boolean) => void;
}

/** Enter saves and goes on, Tab and leaving save, Escape leaves the cell as it was. */
export function CellEditor({ label, initial, onDone }: Props) {
  const [value, setValue] = useState(initial);
  const done = useRef(false);
  const finish = (result: string | null, next: boolean) => {
    // Enter closes the editor, which also takes the focus away: only the first one counts.
    if (done.current) return;
    done.current = true;
    onDone(result, next);
  };
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the user has just asked to edit this cell
      autoFocus
      className={s.editor}
      aria-label={label}
      value={value}
      onFocus={(event) => event.currentTarget.setSelectionRange(value.length, value.length)}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={() => finish(value, false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(value, true);
        else if (event.key === 'Escape') finish(null, false);
        else return;
        event.preventDefault();
      }}
    />
  );
}
