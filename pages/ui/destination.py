"""Where a run's project goes: the cloud its infrastructure is for, what it is deployed with, and where it is pushed."""

import streamlit as st

from pipeline.contracts.delivery import Cloud, Target

CLOUD_HELP = "For a cloud, Kubernetes, Helm, Terraform and workflow files are written as well, and checked."
TARGET_HELP = "What Approve deploys it with."
REMOTE_HELP = "The address of a Git repository, or OWNER/NAME at GitHub. Empty: a repository on this computer."
REGISTRY_HELP = "Where its image is pushed, such as ghcr.io/owner. Empty: nowhere."


def show() -> None:
    """The choices, all with a default that needs nothing but this computer."""
    cloud = st.selectbox(
        "Infrastructure for", list(Cloud), format_func=lambda cloud: cloud.label, key="cloud", help=CLOUD_HELP
    )
    st.selectbox("Runs on", list(Target), format_func=lambda target: target.label, key="target", help=TARGET_HELP)
    with st.expander("Repository and registry", expanded=cloud is not Cloud.LOCAL):
        st.text_input(
            "Git repository", key="remote", placeholder="one on this computer", help=REMOTE_HELP, persist_state="page"
        )
        st.text_input("Registry", key="registry", placeholder="none", help=REGISTRY_HELP, persist_state="page")
