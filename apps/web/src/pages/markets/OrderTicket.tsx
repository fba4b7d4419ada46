import { Card } from '@tradeyard/ui';
import { useState } from 'react';
import { useBalances } from '../../account/account.js';
import type { PlacedOrder } from '../../orders/orders.js';
import { TradingStopped } from '../../orders/TradingStopped.js';
import { useQuote, type Quote } from '../../stream/quotes.js';
import type { Instrument } from './markets.js';
import { OrderDone } from './OrderDone.js';
import { OrderReview } from './OrderReview.js';
import { emptyTicket, type Ticket } from './ticket.js';
import { TicketForm } from './TicketForm.js';

/** What becomes of a ticket: it is filled in, looked at once more where that is asked, and done. */
type Step =
  | { readonly at: 'form'; readonly ticket: Ticket; readonly isAgain: boolean }
  | { readonly at: 'review'; readonly ticket: Ticket; readonly order: PlacedOrder; readonly quote: Quote }
  | { readonly at: 'done'; readonly order: PlacedOrder };

/** Buys and sells. */
export function OrderTicket({ instrument, quote }: { instrument: Instrument; quote: Quote }) {
  const [step, setStep] = useState<Step>({ at: 'form', ticket: emptyTicket, isAgain: false });
  const newest = useQuote(instrument.symbol) ?? quote;
  // What there is to spend is read again with each step, also where it is not shown: the wallet is often next.
  useBalances();
  return (
    <Card title={`Trade ${instrument.symbol}`}>
      {step.at === 'form' && (
        <>
          <TradingStopped />
          <TicketForm
            instrument={instrument}
            quote={quote}
            initial={step.ticket}
            isAgain={step.isAgain}
            onPlaced={(order, ticket) =>
              setStep(
                order.status === 'pending'
                  ? { at: 'review', order, ticket, quote: newest }
                  : { at: 'done', order },
              )
            }
          />
        </>
      )}
      {step.at === 'review' && (
        <OrderReview
          order={step.order}
          quote={step.quote}
          onCommitted={(order) => setStep({ at: 'done', order })}
          onBack={() => setStep({ at: 'form', ticket: step.ticket, isAgain: true })}
        />
      )}
      {step.at === 'done' && (
        <OrderDone
          placed={step.order}
          onAgain={() => setStep({ at: 'form', ticket: emptyTicket, isAgain: true })}
        />
      )}
    </Card>
  );
}
