import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Ask why protected fields are to change, before they are saved. */
export class RevisionReasonDialog extends Component {
    static template = "crm_yishang.RevisionReasonDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        labels: Array,
        onReason: Function,
    };

    setup() {
        this.state = useState({ reason: "" });
        useAutofocus({ refName: "reason" });
    }

    send() {
        this.props.onReason(this.state.reason.trim());
        this.props.close();
    }

    sendLater() {
        this.props.onReason("");
        this.props.close();
    }
}
