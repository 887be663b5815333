// A small app on the official Bolt for JavaScript; the test plays the people who use it.
import bolt from "@slack/bolt";

const { API_URL, APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, PORT } = process.env;
const app = new bolt.App({
  token: BOT_TOKEN,
  clientOptions: { slackApiUrl: API_URL },
  ...(PORT
    ? { signingSecret: SIGNING_SECRET }
    : { socketMode: true, appToken: APP_TOKEN }),
});

const text = (words) => ({ type: "plain_text", text: words });
const option = (words) => ({ text: text(words), value: words.toLowerCase() });

app.command("/kaffe", async ({ ack, command, client }) => {
  if (command.text === "fil") {
    await ack();
    await client.files.uploadV2({
      channel_id: command.channel_id, filename: "lista.txt", content: "bryggt", alt_text: "Lista",
    });
    return;
  }
  await ack();
  await client.views.open({
    trigger_id: command.trigger_id,
    view: {
      type: "modal", callback_id: "order", title: text("Beställ"), submit: text("Skicka"),
      private_metadata: command.channel_id,
      blocks: [{ type: "input", block_id: "cups", label: text("Koppar"),
                 element: { type: "plain_text_input", action_id: "n" } }],
    },
  });
});

app.command("/tyst", async ({ ack, command }) => ack(`Hej <@${command.user_id}>`));

app.view("order", async ({ ack, view, client, body }) => {
  const cups = view.state.values.cups.n.value;
  if (!/^\d+$/.test(cups)) {
    return ack({ response_action: "errors", errors: { cups: "Ett tal, tack." } });
  }
  await ack();
  await client.chat.postMessage({
    channel: view.private_metadata, text: `${cups} koppar till <@${body.user.id}>`,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: `*${cups}* koppar` } },
      { type: "actions", elements: [
        { type: "button", action_id: "brew", text: text("Brygg"), value: cups },
        { type: "static_select", action_id: "milk", options: [option("Mjölk"), option("Svart")] },
        { type: "external_select", action_id: "place", min_query_length: 0 },
      ] },
    ],
  });
});

app.action("brew", async ({ ack, body, client, action }) => {
  await ack();
  await client.chat.update({
    channel: body.channel.id, ts: body.message.ts, text: `Bryggt: ${action.value}`, blocks: [],
  });
});

app.action("milk", async ({ ack, respond, action }) => {
  await ack();
  await respond({ text: `Med ${action.selected_option.value}`, replace_original: false });
});

app.action("place", async ({ ack }) => ack());
app.options("place", async ({ ack, options }) =>
  ack({ options: ["Köket", "Lokalen"].filter((each) => each.startsWith(options.value)).map(option) }));

app.event("app_home_opened", async ({ event, client }) => {
  await client.views.publish({
    user_id: event.user,
    view: { type: "home", blocks: [{ type: "header", text: text("Hej från Bolt") }] },
  });
});

app.event("app_mention", async ({ event, say }) => {
  await say({ text: "Ja?", thread_ts: event.ts });
});

app.shortcut("brew", async ({ ack }) => ack());
app.shortcut("keep", async ({ ack }) => ack());
for (const name of ["message", "file_shared", "member_joined_channel", "function_executed"]) {
  app.event(name, async () => {});
}

await app.start(PORT ? Number(PORT) : undefined);
console.log("ready");
