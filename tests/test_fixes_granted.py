"""Fixes of sign-outs that are requests: the identity is released once the request is granted."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts
from fslint.examples import fixed

PUBSPEC = "name: x\n"


def _mended(files: dict[str, str]) -> str:
    """The file that the first fix of the only missing release changes."""
    found = check_texts(files).findings
    (finding,) = [one for one in found if one.code == "FS201"]
    finding.fixes = finding.fixes[:1]
    after = fixed(files, [finding])
    assert "FS201" not in {one.code for one in check_texts(after).findings}
    return next(text for name, text in after.items() if text != files[name])


@pytest.mark.parametrize(
    ("file", "text", "marked"),
    [
        pytest.param(
            "A.m",
            "#import <FullStory/FullStory.h>\n@implementation Session\n- (void)logout {\n"
            '    [self.manager POST:@"/api/logout" parameters:nil success:^(id task, id answer) {\n'
            "        |[self showLogin];\n"
            "    } failure:^(id task, NSError *error) {\n        [self show:error];\n    }];\n"
            "}\n@end\n",
            "[FS anonymize];\n        ",
            id="a block of success",
        ),
        pytest.param(
            "A.swift",
            "import FirebaseAuth\nimport FullStory\nfinal class Account {\n    func close() {\n"
            "        Auth.auth().currentUser?.delete { error in\n"
            "            if let error = error {\n                self.show(error)\n"
            "                return\n            }\n"
            "            |self.router.showWelcome()\n        }\n    }\n}\n",
            "FS.anonymize()\n            ",
            id="behind the test of an error",
        ),
        pytest.param(
            "A.swift",
            "import FullStory\nfinal class Account {\n    func logout() {\n"
            "        api.logout { result in\n            switch result {\n"
            "            case .failure(let error):\n                self.show(error)\n"
            "            case .success:\n                |self.router.showLogin()\n"
            "            }\n        }\n    }\n}\n",
            "FS.anonymize()\n                ",
            id="the case of a result",
        ),
        pytest.param(
            "A.kt",
            "import com.fullstory.FS\nclass Account {\n    fun close() {\n"
            "        FirebaseAuth.getInstance().currentUser!!.delete()\n"
            "            .addOnCompleteListener { t ->\n"
            "            if (!t.isSuccessful) {\n                show(t.exception)\n"
            '            } else {\n                FS.event("Closed", mapOf())\n'
            "                |router.showLogin()\n            }\n        }\n    }\n}\n",
            "FS.anonymize()\n                ",
            id="behind the event of a task's success",
        ),
        pytest.param(
            "A.java",
            "import com.fullstory.FS;\npublic class Account {\n    public void logout() {\n"
            "        api.logout().enqueue(new Callback<Void>() {\n"
            "            @Override public void onFailure(Call<Void> call, Throwable t) {\n"
            "                show(t);\n            }\n            @Override\n"
            "            public void onResponse(Call<Void> call, Response<Void> response) {\n"
            '                |prefs.edit().remove("auth_token").apply();\n            }\n'
            "        });\n    }\n}\n",
            "FS.anonymize();\n                ",
            id="a listener's method",
        ),
        pytest.param(
            "lib/a.dart",
            "import 'package:fullstory_flutter/fs.dart';\nclass Account {\n  void logout() {\n"
            "    FirebaseAuth.instance.signOut().then((_) {\n      |router.showLogin();\n"
            "    }).catchError((e) { show(e); });\n  }\n}\n",
            "FS.anonymize();\n      ",
            id="then",
        ),
    ],
)
def test_a_request_that_is_granted(file: str, text: str, marked: str) -> None:
    files = {file: text.replace("|", ""), "pubspec.yaml": PUBSPEC}
    assert _mended(files) == text.replace("|", marked)


def test_what_tells_no_outcome_is_released_beside_the_request() -> None:
    text = (
        "import FirebaseAuth\nimport FullStory\nfinal class Account {\n    func close() {\n"
        "        Auth.auth().currentUser?.delete { error in\n"
        "            if let error { print(error) }\n        }\n|    }\n}\n"
    )
    made = _mended({"A.swift": text.replace("|", "")})
    assert made == text.replace("|", "        FS.anonymize()\n")
