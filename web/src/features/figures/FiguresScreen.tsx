import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { firmFiguresQuery, myFiguresQuery, type PersonFigures, showFigures } from "@/api/figures";
import { may, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import { count, date, percent } from "@/kit/format";
import { money } from "@/kit/money";
import { FirmOrMine } from "@/ui/FirmOrMine";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { EmptyState, FormError } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";
import { Switch } from "@/ui/Toggle";
import { FigureTiles } from "./FigureTiles";
import { nothingToTell, secondsOf, secondsSpan, shareSpan } from "./words";

/** How one's work was over all customers; and for those who steer people, how the firm's was. */
export function FiguresScreen() {
  const steers = may(useMe(), "figures.firm");
  return (
    <Page
      title="Figures"
      wide
      lead="How work was, over all customers: quality, speed, pay. Rounded, and without a word about what it was or for whom."
    >
      <FirmOrMine steers={steers} firm={{ label: "Our firm", content: <Firm /> }} mine={<Mine />} />
    </Page>
  );
}

const WHEN =
  "On the first of a month, work is counted for which two projects of one customer have 20 new answers each. Less is told to nobody, so that no figure gives a single project away.";

function Mine() {
  const query = useQuery(myFiguresQuery);
  return (
    <Loaded query={query}>
      {({ figures, shown }) => (
        <>
          {nothingToTell(figures) ? (
            <EmptyState title="You have no figures yet" className="mb-4">
              {WHEN}
            </EmptyState>
          ) : (
            <FigureTiles figures={figures} label="My figures" />
          )}
          <Shown shown={shown} />
        </>
      )}
    </Loaded>
  );
}

function Shown({ shown }: { shown: boolean }) {
  const firm = useMe().organization.name;
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: showFigures,
    onSuccess: (next) => {
      client.setQueryData(myFiguresQuery.queryKey, next);
      toast(next.shown ? "Shown from now on." : "Shown no more.", { tone: "good" });
      return client.invalidateQueries({ queryKey: [...keys.figures, "firm"] });
    },
  });
  return (
    <Panel>
      <FormError error={change.error} />
      <Switch
        checked={change.isPending ? change.variables : shown}
        disabled={change.isPending}
        onChange={change.mutate}
        label={
          <>
            Show my figures to the owners and managers of <bdi>{firm}</bdi>
          </>
        }
        hint="They are yours and go with you to another firm. Ends when you switch it off, and with your seat."
      />
    </Panel>
  );
}

function Firm() {
  const query = useQuery(firmFiguresQuery);
  const firm = useMe().organization.name;
  return (
    <Loaded query={query}>
      {(found) => (
        <>
          {nothingToTell(found.firm) ? (
            <EmptyState title={`${firm} has no figures yet`} className="mb-4">
              {WHEN}
            </EmptyState>
          ) : (
            <FigureTiles figures={found.firm} label={`Figures of ${firm}`} />
          )}
          <Section
            title="People"
            lead="A person’s figures are their own, over all firms they worked for. Here are those of your people who show them to you."
          >
            <Table
              label="People who show their figures"
              columns={PEOPLE}
              rows={found.people}
              rowKey={(row) => row.person.id}
              empty="Nobody shows their figures to you. People do so themselves, under Figures → My own."
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}

function Told({ value, span, least }: { value: string; span?: string; least: number }) {
  return (
    <span className="tabular whitespace-nowrap">
      {value} {span ? <span className="text-xs text-ink-2">{span}</span> : null}{" "}
      <span className="text-xs text-ink-3">of {count(least)}+</span>
    </span>
  );
}

const none = <span className="text-ink-3">–</span>;

const PEOPLE: readonly Column<PersonFigures>[] = [
  {
    id: "person",
    title: "Person",
    className: "w-full",
    cell: ({ person }) => (
      <span dir="auto" className="font-medium">
        {person.name}
      </span>
    ),
  },
  {
    id: "quality",
    title: "Accepted at first",
    align: "right",
    cell: ({ figures: { quality } }) =>
      quality ? <Told value={percent(quality.value)} span={shareSpan(quality)} least={quality.at_least} /> : none,
  },
  {
    id: "seconds",
    title: "Time per answer",
    align: "right",
    cell: ({ figures: { seconds } }) =>
      seconds ? <Told value={secondsOf(seconds)} span={secondsSpan(seconds)} least={seconds.at_least} /> : none,
  },
  {
    id: "pay",
    title: "Paid per answer",
    align: "right",
    cell: ({ figures: { pay } }) =>
      pay.length
        ? pay.map((each) => (
            <span key={each.currency} className="block">
              <Told value={money(each.micros, each.currency)} least={each.at_least} />
            </span>
          ))
        : none,
  },
  {
    id: "through",
    title: "Work before",
    align: "right",
    cell: ({ figures: { through } }) => (through ? <span className="whitespace-nowrap">{date(through)}</span> : none),
  },
];
