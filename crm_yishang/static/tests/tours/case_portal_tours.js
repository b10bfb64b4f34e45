import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const PNG = [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13];

tours.add("crm_yishang_case_submit", {
    steps: () => [
        {
            trigger: ".o_portal_index_card a:contains(服务单)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "a[href='/my/cases/new']:contains(新建服务单)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "select[name=type_id]", run: "selectByLabel 维修" },
        { trigger: "input[name=subject]", run: "edit 水泵漏水" },
        {
            trigger: "textarea[name=description]",
            run: "edit 昨天开始漏水，地面有积水",
        },
        {
            trigger: "input[name=files]",
            run() {
                const transfer = new DataTransfer();
                transfer.items.add(new File([new Uint8Array(PNG)], "现场.png"));
                this.anchor.files = transfer.files;
            },
        },
        {
            trigger: "button[type=submit]:contains(提交)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success:contains(服务单已收到)" },
        { trigger: ".o_yishang_case a:contains(现场.png)" },
        { trigger: "#chatterRoot:shadow .o-mail-Message:contains(地面有积水)" },
        {
            trigger: "#chatterRoot:shadow .o-mail-Composer-input",
            run: "edit 明天下午有人在",
        },
        {
            trigger: "#chatterRoot:shadow .o-mail-Composer-send:enabled",
            run: "click",
        },
        { trigger: "#chatterRoot:shadow .o-mail-Message:contains(明天下午有人在)" },
    ],
});

tours.add("crm_yishang_case_work", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains(水泵漏水)", run: "click" },
        { trigger: ".o-mail-Message:contains(明天下午有人在)" },
        { trigger: "button[name=action_accept]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(已受理)" },
        {
            trigger: ".o_field_widget[name=result] textarea",
            run: "edit 更换机械密封，试机半小时无渗漏",
        },
        { trigger: "button[name=action_solve]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(已解决)" },
        { trigger: "button[name=action_close]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(已关闭)" },
    ],
});

tours.add("crm_yishang_case_rate", {
    steps: () => [
        {
            trigger: "tr:contains(水泵漏水):contains(已关闭) a",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "dd:contains(更换机械密封)" },
        { trigger: "label.btn:contains(满意):eq(1)", run: "click" },
        { trigger: "textarea[name=feedback]", run: "edit 师傅很准时" },
        {
            trigger: "form[action$=rate] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success:contains(感谢您的评价):contains(师傅很准时)" },
    ],
});
