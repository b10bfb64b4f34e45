import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";

/** All records of one person in a period, one after the other. */
export class SupervisionTimeline extends Component {
    static template = "crm_yishang.SupervisionTimeline";
    static components = { Dialog };
    static props = {
        userId: Number,
        dateFrom: String,
        dateTo: String,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ name: "", days: [], is_cut: false });
        onWillStart(() => this.load());
    }

    async load() {
        const { userId, dateFrom, dateTo } = this.props;
        Object.assign(
            this.state,
            await this.orm.call("crm.yishang.supervision", "get_timeline", [
                userId,
                dateFrom,
                dateTo,
            ])
        );
    }

    open(entry) {
        if (!entry.action) {
            return;
        }
        this.props.close();
        return this.action.doAction(entry.action);
    }
}
