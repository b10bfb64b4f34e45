import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useState,
} from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { SupervisionTimeline } from "../supervision/supervision_timeline";

const MODEL = "crm.yishang.board";
const REFRESH_MILLISECONDS = 30_000;

export class Board extends Component {
    static template = "crm_yishang.Board";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.display = { controlPanel: {} };
        this.state = useState({ day: "", moment: "", counts: [], people: [] });
        onWillStart(() => this.load());
        let timer;
        onMounted(() => {
            timer = setInterval(() => this.refresh(), REFRESH_MILLISECONDS);
        });
        onWillUnmount(() => clearInterval(timer));
        useExternalListener(document, "visibilitychange", () => this.refresh());
    }

    async load(orm = this.orm) {
        Object.assign(this.state, await orm.call(MODEL, "get_data", []));
    }

    /** Nobody looks at a hidden tab, and what fails once is asked again soon. */
    async refresh() {
        if (document.visibilityState !== "visible") {
            return;
        }
        try {
            await this.load(this.orm.silent);
        } catch {
            // The board keeps what it showed; its time tells how old that is.
        }
    }

    openTimeline(person) {
        this.dialog.add(SupervisionTimeline, {
            userId: person.user_id,
            dateFrom: this.state.day,
            dateTo: this.state.day,
        });
    }

    openVisit(person) {
        return this.action.doAction(person.now.action);
    }
}

registry.category("actions").add("crm_yishang.board", Board);
