import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

export class Workbench extends Component {
    static template = "crm_yishang.Workbench";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ sections: [], can_create: false, can_record: false });
        this.display = { controlPanel: {} };
        onWillStart(() => this.load());
    }

    async load() {
        Object.assign(
            this.state,
            await this.orm.call("crm.yishang.workbench", "get_data", [])
        );
    }

    open(action) {
        return this.action.doAction(action);
    }

    recordVisit() {
        return this.action.doAction("crm_yishang.crm_yishang_visit_action_record", {
            onClose: () => this.load(),
        });
    }

    newCustomer() {
        return this.action.doAction("crm_yishang.crm_yishang_customer_action_new");
    }
}

registry.category("actions").add("crm_yishang.workbench", Workbench);
