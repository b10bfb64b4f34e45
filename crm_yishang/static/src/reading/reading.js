import {
    Component,
    onMounted,
    onWillStart,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "crm.yishang.reading";
const NOTHING_WRITTEN = { kind: "read", body: "", date_due: "" };

/** A leader reads a day's records of the own people, one after another. */
export class Reading extends Component {
    static template = "crm_yishang.Reading";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.display = { controlPanel: {} };
        this.input = useRef("input");
        this.list = useRef("list");
        this.record = useRef("record");
        this.data = useState({ rows: [], kinds: [], left: 0 });
        this.state = useState({ index: 0, isSaving: false, onlyUnread: true });
        this.draft = useState({ ...NOTHING_WRITTEN });
        onWillStart(() => this.load());
        onMounted(() => this.focus());
        useHotkey("alt+arrowdown", () => this.move(1), {
            bypassEditableProtection: true,
            allowRepeat: true,
        });
        useHotkey("alt+arrowup", () => this.move(-1), {
            bypassEditableProtection: true,
            allowRepeat: true,
        });
        useEffect(
            () => this.showCurrent(),
            () => [this.row?.id]
        );
    }

    get row() {
        return this.data.rows[this.state.index];
    }

    get kind() {
        return this.data.kinds.find(({ kind }) => kind === this.draft.kind);
    }

    async load(day = this.data.day) {
        const data = await this.orm.call(MODEL, "get_data", [
            day || false,
            this.state.onlyUnread,
        ]);
        Object.assign(this.data, data);
        this.select(0);
    }

    showUnread(onlyUnread) {
        this.state.onlyUnread = onlyUnread;
        return this.load();
    }

    select(index) {
        this.state.index = index;
        Object.assign(this.draft, NOTHING_WRITTEN);
        this.focus();
    }

    move(step) {
        const index = this.state.index + step;
        if (this.data.rows[index]) {
            this.select(index);
        }
    }

    focus() {
        this.input.el?.focus({ preventScroll: true });
    }

    showCurrent() {
        this.list.el?.querySelector(".active")?.scrollIntoView({ block: "nearest" });
        this.record.el?.scrollTo(0, 0);
    }

    choose(kind) {
        this.draft.kind = kind;
        this.focus();
    }

    onKeydown(ev) {
        // Chinese input takes Enter to confirm a word.
        if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            this.save();
        }
    }

    async save() {
        if (this.state.isSaving || !this.row) {
            return;
        }
        const { row } = this;
        const { kind, body, date_due } = this.draft;
        this.state.isSaving = true;
        try {
            const args = [[row.id], kind, body, date_due || false];
            const { left } = await this.orm.call(MODEL, "write_instruction", args);
            this.data.left = left;
            row.is_read = true;
            this.goOn();
        } finally {
            this.state.isSaving = false;
        }
    }

    goOn() {
        const { rows } = this.data;
        const after = rows.findIndex(
            (row, at) => at > this.state.index && !row.is_read
        );
        const next = after < 0 ? rows.findIndex((row) => !row.is_read) : after;
        this.select(next < 0 ? this.state.index : next);
        if (next < 0 && this.state.onlyUnread) {
            return this.load();
        }
    }

    markAll() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Mark all as read"),
            body: _t("Every record of this list gets the mark Seen, without words."),
            confirmLabel: _t("Mark all as read"),
            confirm: async () => {
                const ids = this.data.rows.map((row) => row.id);
                await this.orm.call(MODEL, "mark_read", [ids]);
                await this.load();
            },
            cancel: () => {},
        });
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("crm_yishang.reading", Reading);
