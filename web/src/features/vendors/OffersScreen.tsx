import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import { type Offer, offersQuery } from "@/api/offers";
import { date } from "@/kit/format";
import { money } from "@/kit/money";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Facts, Page, Panel } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { volumeText } from "@/ui/volumes";

type Answer = { offer: Offer; answer: "accept" | "decline" };

/** Work that customers offer to one's firm, in words that say nothing of whose it is. */
export function OffersScreen() {
  const query = useQuery(offersQuery);
  const [asked, setAsked] = useState<Answer | null>(null);
  const client = useQueryClient();
  const answer = useMutation({
    mutationFn: ({ offer, answer }: Answer) => api.post<Offer>(`/offers/${offer.id}/answer`, { answer }),
    onSuccess: (offer) =>
      toast(offer.state === "accepted" ? "Accepted. The customer now gives your people their roles." : "Declined.", {
        tone: "good",
      }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
    onSettled: () => {
      setAsked(null);
      void client.invalidateQueries({ queryKey: keys.offers });
      void client.invalidateQueries({ queryKey: keys.projects });
    },
  });
  return (
    <Page
      title="Offers"
      lead="Work that is offered to your firm, without saying whose it is. Accepted, your firm is let in at these terms."
    >
      <Loaded query={query}>
        {(offers) =>
          offers.length === 0 ? (
            <EmptyState title="Nothing is offered just now">
              When a customer offers work to your firm, you accept or decline it here.
            </EmptyState>
          ) : (
            <ul className="flex flex-col gap-3">
              {offers.map((offer) => (
                <li key={offer.id}>
                  <OneOffer offer={offer} onAnswer={(answer) => setAsked({ offer, answer })} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Confirm
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={asked?.answer === "accept" ? "Accept this work?" : "Decline this work?"}
        action={asked?.answer === "accept" ? "Accept" : "Decline"}
        busy={answer.isPending}
        onConfirm={() => asked && answer.mutate(asked)}
      >
        <p>
          {asked?.answer === "accept"
            ? "Your firm is let into the project at these terms. Your people see it once the customer has given them a role there."
            : "The customer is told that your firm declined. It may offer the work again."}
        </p>
      </Confirm>
    </Page>
  );
}

function OneOffer({ offer, onAnswer }: { offer: Offer; onAnswer: (answer: "accept" | "decline") => void }) {
  const { terms } = offer;
  return (
    <Panel className={offer.state === "open" ? "" : "text-ink-2"}>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 flex-1 text-base">{heading(offer)}</h2>
        {offer.state === "open" ? (
          <>
            <Button size="sm" onClick={() => onAnswer("decline")}>
              Decline…
            </Button>
            <Button size="sm" tone="primary" onClick={() => onAnswer("accept")}>
              Accept…
            </Button>
          </>
        ) : (
          <State of={offer.state} />
        )}
      </div>
      <Facts
        items={[
          terms.shown.length > 0 && ["Shown", words(terms.shown)],
          terms.asked.length > 0 && ["Asked", words(terms.asked)],
          terms.languages.length > 0 && ["Languages", languages(terms.languages)],
          terms.skills.length > 0 && ["Skills", terms.skills.join(", ")],
          terms.volume !== null && ["About", volumeText(terms.volume)],
          terms.due !== null && ["Until", date(terms.due)],
          ["Paid per answer", terms.pay ? money(terms.pay.micros, terms.pay.currency ?? "USD") : "not said here"],
        ]}
      />
    </Panel>
  );
}

function heading(offer: Offer): ReactNode {
  return `Offered ${date(offer.offered_at)}`;
}

function words(kinds: string[]): string {
  return kinds.map((kind) => kind.replaceAll("_", " ")).join(", ");
}

const named = new Intl.DisplayNames("en", { type: "language" });

function languages(tags: string[]): string {
  return tags.map((tag) => named.of(tag) ?? tag).join(", ");
}
