import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { WorkbenchChart } from "./workbench_chart";

export class Workbench extends Component {
    static template = "crm_yishang.Workbench";
    static components = { Layout, WorkbenchChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.state = useState({ sections: [], buttons: [], start: null });
        this.display = { controlPanel: {} };
        onWillStart(() => this.load());
    }

    async load() {
        Object.assign(
            this.state,
            await this.orm.call("crm.yishang.workbench", "get_data", [])
        );
    }

    /**
     * What is entered in a dialog changes the figures behind it. Figures whose records
     * the user may not read open nothing.
     */
    open(action) {
        return action && this.action.doAction(action, { onClose: () => this.load() });
    }

    openCell(row, index) {
        return this.open(row.actions[index] || row.action);
    }
}

registry.category("actions").add("crm_yishang.workbench", Workbench);
