using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Commands;

/// <summary>A verb that works on a model: the words that choose it, and those that say how to run.</summary>
internal abstract class ModelVerb : Verb
{
    /// <summary>The seed of every verb but <c>train</c>, whose default is that of the shipped network.</summary>
    internal const ulong DefaultSeed = 0;

    private readonly Option<string> process;
    private readonly Option<string> schedule;
    private readonly Option<string>? dtype;
    private readonly Option<string>? seed;

    /// <param name="name">The verb.</param>
    /// <param name="description">What it does.</param>
    /// <param name="modelDefault">The model that it takes where none is named.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="draws">Whether it draws samples, so that a seed and an element type mean something.</param>
    /// <param name="dataDescription">What it takes data for.</param>
    protected ModelVerb(string name, string description, string modelDefault, Terminal terminal, bool draws = true, string? dataDescription = null)
        : base(name, description, terminal)
    {
        ModelWord = Word("--model", "NAME|FILE", $"A model of 'list models', a checkpoint file, an ONNX file with its description, a diffusers folder, mixture:FILE (a law as JSON) or data:NAME,h (data, blurred by h). Default: {modelDefault}.");
        process = Word("--process", "NAME", "For a model with an exact score: vp, subvp, ve or flow. A network brings its own. Default: vp.");
        schedule = Word("--schedule", "NAME", "For a model with an exact score: linear:β0,β1, cosine, geometric:min,max, a chain (ddpm, scaled-linear, sigmoid, cosine-ddpm), zero-snr:CHAIN, edm:max, straight or table:FILE. Default: linear:0.1,20; geometric:0.01,50 for ve; straight for flow.");
        DataWords = ForData(dataDescription ?? "For a network: the data that samples are judged by. Default: that which it was trained on.");
        if (!draws)
        {
            return;
        }

        dtype = Word("--dtype", "NAME", "Numbers of the states: float or double. Default: float.");
        seed = Word("--seed", "N", $"Fixes every random number. Default: {DefaultSeed}.");
    }

    /// <summary>The option that names the model.</summary>
    protected Option<string> ModelWord { get; }

    /// <summary>The options that name data.</summary>
    protected DataOptions DataWords { get; }

    /// <summary>Reads a model's name and the words that go with it.</summary>
    protected Model? ReadModel(ArgumentReader words, string name, bool withData = true) =>
        ModelCatalog.Find(new ModelWords(name, words.Text(process), words.Text(schedule), withData ? DataWords.Read(words) : null), words.Faults);

    /// <summary>Reads the element type.</summary>
    protected ElementType ReadElementType(ArgumentReader words) =>
        ElementTypeCatalog.Shelf.Find(words.Text(dtype!) ?? ElementTypeCatalog.Default, words.Faults)?.Value ?? ElementType.Float;

    /// <summary>Reads the seed.</summary>
    protected ulong ReadSeed(ArgumentReader words) => words.Seed(seed!, DefaultSeed);
}
