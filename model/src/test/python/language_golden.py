"""Golden values for Transformers over tokens, from Hugging Face's transformers: BERT, RoBERTa, ERNIE, ALBERT, GPT, GPT-2.

Tiny models of each family and head with seeded weights. Written for each: a checkpoint with the names and shapes that the
library itself saves, and what the library computes from it in double precision: the hidden state behind every layer, the
logits, the loss, and the gradient of every parameter, which must agree with central differences before anything is written.

Weights are multiples of 1/4096, so that they are exact as 32-bit floats too.

Needs: Python 3.9+, torch 2.13, transformers 5.18, safetensors. No network, no other files.
Run:   python3 language_golden.py [OUTPUT_DIRECTORY]     (default: ../resources/golden beside this script)
Makes: language_<model>.json and language_<model>.safetensors for each model below
"""

import json

import torch
import transformers
from safetensors.torch import save_file

from golden import Numbers, check_by_differences, output_directory, tensor_json, tensors_json, write

VOCABULARY, WIDTH, DEPTH, HEADS, HIDDEN, POSITIONS = 29, 12, 2, 3, 20, 11
BATCH, LENGTH = 3, 7
LENGTHS = (7, 5, 3)  # the rest of a row is padding
SECOND = (4, 2, 3)  # where the second segment begins


def bert(cls, **more):
    return cls(
        vocab_size=VOCABULARY,
        hidden_size=WIDTH,
        num_hidden_layers=DEPTH,
        num_attention_heads=HEADS,
        intermediate_size=HIDDEN,
        max_position_embeddings=POSITIONS,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        **more,
    )


def gpt(cls, **more):
    return cls(
        vocab_size=VOCABULARY,
        n_positions=POSITIONS,
        n_embd=WIDTH,
        n_layer=DEPTH,
        n_head=HEADS,
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        **more,
    )


def models():
    """Name, configuration, class, objective."""
    b = transformers.BertConfig
    yield "bert_pretraining", bert(b, layer_norm_eps=1e-12), transformers.BertForPreTraining, "masked+pairs"
    yield "bert_classification", bert(b, num_labels=4), transformers.BertForSequenceClassification, "classes"
    yield "bert_regression", bert(b, num_labels=1), transformers.BertForSequenceClassification, "number"
    yield "bert_tags", bert(b, num_labels=5), transformers.BertForTokenClassification, "tags"
    yield "bert_span", bert(b), transformers.BertForQuestionAnswering, "span"
    r = bert(transformers.RobertaConfig, type_vocab_size=1, pad_token_id=1, layer_norm_eps=1e-5)
    yield "roberta_masked", r, transformers.RobertaForMaskedLM, "masked"
    r = bert(transformers.RobertaConfig, type_vocab_size=1, pad_token_id=1, layer_norm_eps=1e-5, num_labels=4)
    yield "roberta_classification", r, transformers.RobertaForSequenceClassification, "classes"
    e = bert(transformers.ErnieConfig, hidden_act="relu", layer_norm_eps=1e-5, use_task_id=False)
    yield "ernie_masked", e, transformers.ErnieForMaskedLM, "masked"
    a = bert(transformers.AlbertConfig, embedding_size=8, hidden_act="gelu_new", classifier_dropout_prob=0.0)
    yield "albert_pretraining", a, transformers.AlbertForPreTraining, "masked+pairs"
    yield "gpt", gpt(transformers.OpenAIGPTConfig, layer_norm_epsilon=1e-5), transformers.OpenAIGPTLMHeadModel, "causal"
    yield "gpt2", gpt(transformers.GPT2Config), transformers.GPT2LMHeadModel, "causal"


def inputs(model, config, numbers):
    """Token ids, which are never the padding's within a text, and the mask that says what is text."""
    ids = torch.tensor([[numbers.source.randrange(2, VOCABULARY) for _ in range(LENGTH)] for _ in range(BATCH)])
    mask = torch.tensor([[1 if i < n else 0 for i in range(LENGTH)] for n in LENGTHS])
    ids = torch.where(mask == 1, ids, torch.full_like(ids, 1))
    segments = torch.tensor([[1 if s <= i < n else 0 for i in range(LENGTH)] for s, n in zip(SECOND, LENGTHS)])
    given = {"input_ids": ids, "attention_mask": mask}
    if getattr(config, "type_vocab_size", 0) > 1:
        given["token_type_ids"] = segments
    return given


def targets(objective, given, numbers):
    """What the loss asks for; -1 stands for nothing."""
    made = {}
    if objective.startswith("masked"):
        made["masked_positions"] = torch.tensor([[1, 4, 6], [0, 3, 0], [2, 0, 0]])
        made["masked_labels"] = torch.tensor([[3, 17, 28], [5, 9, -1], [11, -1, -1]])
    if objective.endswith("pairs"):
        made["pair_labels"] = torch.tensor([1, 0, 1])
        made["pair_weights"] = (made["masked_labels"] >= 0).sum(1).double()
    if objective == "classes":
        made["labels"] = torch.tensor([2, 0, 3])
    if objective == "number":
        made["numbers"] = numbers.tensor((BATCH, 1))
    if objective == "tags":
        made["labels"] = torch.tensor([[-1, 2, -1, 0, 4, 1, -1], [-1, 3, 3, 1, -1, -1, -1], [-1, 0, -1, -1, -1, -1, -1]])
    if objective == "span":
        made["spans"] = torch.tensor([[2, 5], [0, 0], [1, 2]])
    if objective == "causal":
        following = torch.full((BATCH, LENGTH), -1)
        for row, n in enumerate(LENGTHS):
            following[row, : n - 1] = given["input_ids"][row, 1:n]
        made["labels"] = following
    return made


def entropy(logits, labels):
    """The sum over all places that are asked for."""
    width = logits.shape[-1]
    flat = torch.nn.functional.cross_entropy(
        logits.reshape(-1, width), labels.reshape(-1), ignore_index=-1, reduction="none"
    )
    return flat.reshape(labels.shape)


def outputs(objective, result, made):
    """Logits under the names that the plan gives them, and each sample's loss."""
    if objective.startswith("masked"):
        every = result.prediction_logits if objective.endswith("pairs") else result.logits
        places = made["masked_positions"].unsqueeze(-1).expand(-1, -1, every.shape[-1])
        logits = every.gather(1, places)
        losses = entropy(logits, made["masked_labels"]).sum(1)
        if not objective.endswith("pairs"):
            return {"logits": logits}, losses
        pairs = result.seq_relationship_logits if "seq_relationship_logits" in result else result.sop_logits
        return {"logits": logits, "pair_logits": pairs}, losses + entropy(pairs, made["pair_labels"]) * made["pair_weights"]
    if objective == "span":
        logits = torch.stack((result.start_logits, result.end_logits), 1)
        padding = torch.tensor([[[0.0 if i < n else -1e9 for i in range(LENGTH)]] for n in LENGTHS])
        logits = logits + padding
        return {"logits": logits}, entropy(logits, made["spans"]).mean(1)
    logits = result.logits
    if objective == "number":
        return {"logits": logits}, (logits - made["numbers"]).square().sum(1)
    losses = entropy(logits, made["labels"])
    return {"logits": logits}, losses.sum(1) if losses.dim() > 1 else losses


def golden(name, config, cls, objective, directory, seed):
    numbers = Numbers(seed)
    config._attn_implementation = "eager"
    model = cls(config).double().eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            centre = 1.0 if parameter.dim() == 1 and key.endswith("weight") else 0.0
            parameter.copy_(numbers.tensor(tuple(parameter.shape), 0.3, centre))
    given = inputs(model, config, numbers)
    made = targets(objective, given, numbers)
    weights = torch.tensor([1.0, 1.0, 0.75])

    def run(parameters):
        result = torch.func.functional_call(model, parameters, kwargs=given | {"output_hidden_states": True})
        logits, losses = outputs(objective, result, made)
        return result, logits, losses, (losses * weights).sum()

    parameters = dict(model.named_parameters())
    result, logits, losses, loss = run(parameters)
    gradients = dict(zip(parameters, torch.autograd.grad(loss, list(parameters.values()), allow_unused=True)))
    used = {key: value for key, value in gradients.items() if value is not None}
    # A ReLU's bend must not lie within a step.
    step = 1e-6 if getattr(config, "hidden_act", "") == "relu" else 2e-4
    check_by_differences(lambda p: run(p)[3], parameters, used, seed, step)
    write(
        directory / f"language_{name}.json",
        {
            "objective": objective,
            "lengths": LENGTHS,
            "inputs": {key: value.tolist() for key, value in given.items()},
            "targets": {key: value.tolist() for key, value in made.items()},
            "weights": weights.tolist(),
            "hidden": [tensor_json(state) for state in result.hidden_states],
            "outputs": tensors_json(logits),
            "losses": losses.tolist(),
            "loss": loss.item(),
            "gradients": tensors_json(used),
            "unused": sorted(key for key, value in gradients.items() if value is None),
            "configuration": json.loads(config.to_json_string(use_diff=False)),
        },
    )
    tied = {"cls.predictions.decoder.weight", "lm_head.weight", "lm_head.decoder.weight", "predictions.decoder.weight"}
    tied |= {"cls.predictions.decoder.bias", "lm_head.decoder.bias", "predictions.decoder.bias"}
    state = {
        key: value.float().contiguous()
        for key, value in model.state_dict().items()
        if key not in tied and value.is_floating_point()
    }
    save_file(state, directory / f"language_{name}.safetensors", {"format": "pt"})


if __name__ == "__main__":
    for number, (name, config, cls, objective) in enumerate(models()):
        golden(name, config, cls, objective, output_directory(), 100 + number)
