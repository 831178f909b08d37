import { FulfilmentNotes } from './FulfilmentNotes';
import s from './Fulfilments.module.css';
import { Obligations } from './Obligations';
import { SupplierOrders } from './SupplierOrders';

interface Props {
  deal: string;
  writes: boolean;
}

/** What was promised, what was ordered for it, and how it went. */
export const DealFulfilment = (props: Props) => (
  <div className={s.parts}>
    <Obligations {...props} />
    <SupplierOrders {...props} />
    <FulfilmentNotes {...props} />
  </div>
);
