"""Golden values for texts from causal models, from Hugging Face's transformers: GPT and GPT-2.

Tiny models with seeded weights in double precision. Written for each: a checkpoint as the library saves it, prompts of several
lengths, the tokens with which the library's own greedy search continues them, and the logits that led to each. The two highest
must lie apart, and single precision must come close to all. And of given logits what is left of them for sampling from the k
likeliest and from the nucleus, as probabilities.

Needs: Python 3.9+, torch 2.13, transformers 5.18, safetensors. No network, no other files.
Run:   python3 generation_golden.py [OUTPUT_DIRECTORY]     (default: ../resources/golden beside this script)
Makes: generation_gpt.json, generation_gpt2.json, both with .safetensors, and generation_choice.json
"""

import copy
import json

import torch
import transformers
from safetensors.torch import save_file

from golden import Numbers, output_directory, require, require_close, tensor_json, write

VOCABULARY, WIDTH, DEPTH, HEADS, POSITIONS = 37, 16, 3, 4, 24
PROMPTS = (1, 5, 9, 12)  # tokens
NEW = 12


def models():
    """Name, configuration, class, and how much the tables of tokens and positions and the other matrices scatter: so that the
    guesses depend on the text."""
    sizes = {"vocab_size": VOCABULARY, "n_positions": POSITIONS, "n_embd": WIDTH, "n_layer": DEPTH, "n_head": HEADS}
    ends = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": 0}
    yield "gpt", transformers.OpenAIGPTConfig(**sizes, **ends), transformers.OpenAIGPTLMHeadModel, (0.4, 3.0, 0.6)
    yield "gpt2", transformers.GPT2Config(**sizes, **ends), transformers.GPT2LMHeadModel, (1.0, 2.0, 0.9)


def continued(model, prompt):
    """Greedy search of the library, and the logits behind each of its tokens."""
    result = model.generate(
        torch.tensor([prompt]),
        attention_mask=torch.ones(1, len(prompt), dtype=torch.long),
        max_new_tokens=NEW,
        do_sample=False,
        output_logits=True,
        return_dict_in_generate=True,
    )
    logits = torch.cat(result.logits).double()
    tokens = result.sequences[0, len(prompt) :].tolist()
    highest = logits.topk(2).values
    require(tokens == logits.argmax(1).tolist(), "greedy search takes the likeliest token")
    require((highest[:, 0] - highest[:, 1]).min().item() > 1e-3, "no two tokens are about equally likely")
    return tokens, logits


def deviation(key, parameter, deviations):
    tokens, positions, others = deviations
    if parameter.dim() == 1:
        return 0.05
    return tokens if "tokens_embed" in key or "wte" in key else positions if "positions" in key or "wpe" in key else others


def golden(name, config, cls, deviations, directory, seed):
    numbers = Numbers(seed)
    config._attn_implementation = "eager"
    model = cls(config).double().eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            centre = 1.0 if parameter.dim() == 1 and key.endswith("weight") else 0.0
            parameter.copy_(numbers.tensor(tuple(parameter.shape), deviation(key, parameter, deviations), centre))
    single = copy.deepcopy(model).float()
    cases = []
    for length in PROMPTS:
        prompt = [numbers.source.randrange(VOCABULARY) for _ in range(length)]
        tokens, logits = continued(model, prompt)
        blurred = single(torch.tensor([prompt + tokens])).logits[0, length - 1 : -1].double()
        require_close(blurred, logits, 1e-5 * logits.abs().max().item(), "single precision suffices")
        cases.append({"prompt": prompt, "tokens": tokens, "logits": tensor_json(logits)})
    require(len({token for case in cases for token in case["tokens"]}) > 6, "the texts say something")
    configuration = json.loads(config.to_json_string(use_diff=False))
    write(directory / f"generation_{name}.json", {"cases": cases, "configuration": configuration})
    state = {
        key: value.float().contiguous()
        for key, value in model.state_dict().items()
        if key != "lm_head.weight" and value.is_floating_point()
    }
    save_file(state, directory / f"generation_{name}.safetensors", {"format": "pt"})


def choices(directory):
    """Probabilities that the library's samplers draw from."""
    numbers = Numbers(7)
    logits = numbers.tensor((1, 23), 2.0)
    cases = []
    for temperature in (0.7, 1.0, 1.6):
        warm = transformers.TemperatureLogitsWarper(temperature)(None, logits)
        for k in (1, 4, 23):
            left = transformers.TopKLogitsWarper(k)(None, warm).softmax(1)[0]
            cases.append({"k": k, "temperature": temperature, "probabilities": left.tolist()})
        for p in (0.05, 0.6, 0.93, 1.0):
            left = (transformers.TopPLogitsWarper(p)(None, warm) if p < 1 else warm).softmax(1)[0]
            cases.append({"p": p, "temperature": temperature, "probabilities": left.tolist()})
    write(directory / "generation_choice.json", {"logits": logits[0].tolist(), "cases": cases})


if __name__ == "__main__":
    for number, (name, config, cls, deviations) in enumerate(models()):
        golden(name, config, cls, deviations, output_directory(), 300 + number)
    choices(output_directory())
