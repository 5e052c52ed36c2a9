import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { PlaceContext } from "@/kit/title";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Diff } from "@/ui/Diff";
import { Estimate } from "@/ui/Estimate";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Page } from "@/ui/Page";
import { ErrorState } from "@/ui/States";
import { Table } from "@/ui/Table";

test("a grave act waits for its word", async () => {
  const handleConfirm = vi.fn();
  render(
    <Confirm
      open
      onOpenChange={() => {}}
      title="Destroy the key?"
      action="Destroy"
      word="northwind"
      onConfirm={handleConfirm}
    >
      <p>1,240 items become unreadable.</p>
    </Confirm>,
  );
  const button = screen.getByRole("button", { name: "Destroy" });
  expect(button).toHaveProperty("disabled", true);
  await userEvent.type(screen.getByRole("textbox"), "northwind");
  await userEvent.click(button);
  expect(handleConfirm).toHaveBeenCalledTimes(1);
});

test("a field names its control and tells its error to it", () => {
  render(
    <Field label="Email" error="This address is taken.">
      <Input />
    </Field>,
  );
  const input = screen.getByLabelText("Email");
  expect(input.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
    "This address is taken.",
  );
});

test("an estimate is never shown without its interval and its n", () => {
  render(<Estimate of={{ value: 0.482, low: 0.41, high: 0.55, n: 704 }} />);
  expect(document.body.textContent).toBe("0.480.41–0.55704 items");
});

test("an estimate that cannot be made says so", () => {
  render(<Estimate of={{ value: null, low: null, high: null, n: 2 }} />);
  expect(document.body.textContent).toContain("not defined");
});

test("a difference is marked by element, not by colour alone", () => {
  const { container } = render(<Diff before="a cat sat" after="a dog sat" />);
  expect(container.querySelector("del")?.textContent).toBe("cat");
  expect(container.querySelector("ins")?.textContent).toBe("dog");
});

test("a row opens on click, but not through the control inside it", () => {
  const handleOpen = vi.fn();
  const handleAct = vi.fn();
  render(
    <Table
      label="Things"
      rows={[{ id: "1" }]}
      rowKey={(row) => row.id}
      onOpen={handleOpen}
      columns={[
        { id: "id", title: "Id", cell: (row) => row.id },
        { id: "act", title: "", cell: () => <Button onClick={handleAct}>Act</Button> },
      ]}
    />,
  );
  fireEvent.click(screen.getByRole("button", { name: "Act" }));
  expect(handleOpen).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("cell", { name: "1" }));
  expect(handleOpen).toHaveBeenCalledTimes(1);
  expect(handleAct).toHaveBeenCalledTimes(1);
});

test("an error says what happened and what is safe", () => {
  render(<ErrorState error={Object.assign(new Error("x"), { status: 0, code: "http.offline" })} onRetry={() => {}} />);
  expect(screen.getByRole("alert").textContent).toContain("The server cannot be reached.");
  expect(screen.getByRole("alert").textContent).toContain("Nothing was changed.");
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
});

test("the tab says the page and where it is", () => {
  const heading = (
    <>
      Quality <b>Active</b>
    </>
  );
  render(
    <PlaceContext value="Helpful answers">
      <Page title={heading}>…</Page>
    </PlaceContext>,
  );
  expect(document.title).toBe("Quality · Helpful answers · Armslength");
});
