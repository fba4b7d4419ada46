import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../platform/config.js';
import type { AlertMessage } from './alert-firing.service.js';
import { SenderPatience, type Sent } from './webhook-sender.service.js';

/** Answers of a mail server that trying again does not change. */
const permanent = (code: number): boolean => code >= 500 && code < 600;

/** Sends messages by email, where the configuration says how. */
@Injectable()
export class EmailSender implements BeforeApplicationShutdown {
  private readonly transport: Transporter | undefined;

  constructor(
    private readonly config: Config,
    { timeoutMs }: SenderPatience,
  ) {
    if (!config.mail) return;
    this.transport = createTransport({
      url: config.mail.smtpUrl,
      pool: true,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  beforeApplicationShutdown(): void {
    this.transport?.close();
  }

  /** `id` stays the same with every try, and so does the message's own id. Never throws. */
  async send(to: string, id: string, payload: string): Promise<Sent> {
    if (!this.transport || !this.config.mail) {
      return {
        isDelivered: false,
        answer: null,
        fault: 'This server sends no email',
        retryAfterMs: 0,
        isFinal: true,
      };
    }
    const message = JSON.parse(payload) as AlertMessage;
    try {
      await this.transport.sendMail({
        from: this.config.mail.from,
        // As an object it is one address, whatever characters it has.
        to: { name: '', address: to },
        subject: message.data.title,
        text: textOf(message, this.config.publicUrl),
        html: htmlOf(message, this.config.publicUrl),
        messageId: `<${id}@${new URL(this.config.publicUrl).hostname}>`,
        headers: { 'auto-submitted': 'auto-generated' },
      });
      return { isDelivered: true, answer: 250, fault: null, retryAfterMs: 0, isFinal: true };
    } catch (error) {
      const answer = answerOf(error);
      const fault =
        answer === null ? 'The mail server was not reached' : `The mail server answered ${answer}`;
      return {
        isDelivered: false,
        answer,
        fault,
        retryAfterMs: 0,
        isFinal: answer !== null && permanent(answer),
      };
    }
  }
}

const answerOf = (error: unknown): number | null =>
  error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
    ? error.responseCode
    : null;

const whyYou = 'You get this since one of your alerts sends email. Switch that off, or delete the alert, at';

function textOf({ timestamp, data: { title, note } }: AlertMessage, publicUrl: string): string {
  return (
    [title, ...(note ? [note] : []), timestamp, `${whyYou} ${alertsPage(publicUrl)}`].join('\n\n') + '\n'
  );
}

function htmlOf({ timestamp, data: { title, note } }: AlertMessage, publicUrl: string): string {
  const paragraphs = [`<strong>${escaped(title)}</strong>`, ...(note ? [escaped(note)] : []), timestamp];
  const page = escaped(alertsPage(publicUrl));
  const footer = `<p><small>${whyYou} <a href="${page}">${page}</a></small></p>`;
  return paragraphs.map((each) => `<p>${each}</p>`).join('\n') + '\n' + footer;
}

const alertsPage = (publicUrl: string): string => `${publicUrl.replace(/\/$/, '')}/alerts`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
