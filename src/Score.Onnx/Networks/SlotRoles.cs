using Microsoft.ML.OnnxRuntime;
using ScoreSde.Data;
using ScoreSde.Describing;

namespace ScoreSde.Onnx.Networks;

/// <summary>Which input of a file is which: told from names, types and shapes, and by the description where these do not tell.</summary>
/// <param name="Sample">The samples.</param>
/// <param name="Time">The noise level; null of a network that is not told it.</param>
/// <param name="Class">The class; null of a network without classes.</param>
/// <param name="Fixed">The inputs held fixed.</param>
/// <param name="Output">What the network gives.</param>
/// <param name="Shape">The shape of a sample.</param>
public sealed record SlotRoles(Slot Sample, Slot? Time, Slot? Class, IReadOnlyList<Slot> Fixed, Slot Output, IReadOnlyList<int> Shape)
{
    private static readonly string[] SampleNames = ["sample", "x", "input", "latent", "latents", "noisy_sample"];
    private static readonly string[] TimeNames = ["timestep", "timesteps", "t", "time", "sigma", "sigmas", "noise", "noise_labels", "noise_level", "lambda"];
    private static readonly string[] ClassNames = ["class_labels", "class_label", "class", "labels", "label", "y", "c"];

    /// <summary>Finds the roles.</summary>
    /// <exception cref="NetworkFileException">An input has no role, a role no input, or a shape or type does not fit.</exception>
    public static SlotRoles Of(InferenceSession session, NetworkDescription description, string file)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(description);
        List<Slot> left = [.. session.InputMetadata.Where(static entry => entry.Value.IsTensor).Select(Slot.Of)];
        if (left.Count < session.InputMetadata.Count)
        {
            throw new NetworkFileException(file, "has an input that is no tensor.");
        }

        List<Slot> held = [.. description.Fixed.Keys.Select(name => Taken(left, name, "fixed", file))];
        Slot? sample = description.Names.Sample is { } x ? Taken(left, x, "names.sample", file) : Named(left, SampleNames, static slot => slot.IsReal && slot.Lengths.Count > 1);
        bool isTold = description.Time != TimeKind.None;
        Slot? time = !isTold ? null
            : description.Names.Time is { } t ? Taken(left, t, "names.time", file)
            : Named(left, TimeNames, static slot => slot.Lengths.Count <= 2);
        Slot? label = description.Classes == 0 ? null
            : description.Names.Class is { } c ? Taken(left, c, "names.class", file)
            : Named(left, ClassNames, static slot => slot.Lengths.Count is 1 or 2);
        sample ??= Only(left, static slot => slot.IsReal && slot.Lengths.Count > 1);
        time ??= isTold ? Only(left, static slot => slot.Lengths.Count <= 1) : null;
        label ??= description.Classes > 0 ? Only(left, static slot => slot.Lengths.Count is 1 or 2) : null;
        if (sample is null)
        {
            throw new NetworkFileException(file, $"does not tell which input takes the samples; add \"names\": {{\"sample\": …}}, one of {All(session)}.");
        }

        if (time is null && isTold)
        {
            throw new NetworkFileException(file, $"does not tell which input takes the noise level; add \"names\": {{\"time\": …}}, one of {All(session)}, or \"time\": \"none\".");
        }

        if (label is null && description.Classes > 0)
        {
            throw new NetworkFileException(file, $"has no input for classes; add \"names\": {{\"class\": …}}, one of {All(session)}, or drop \"classes\".");
        }

        if (left.Count > 0)
        {
            throw new NetworkFileException(file, $"has an input {left[0]} of which the description says nothing; add it to \"fixed\" with a .npy file, or to \"names\".");
        }

        if (isTold && description.Time is null)
        {
            throw new NetworkFileException(file, $"takes the noise level in {time}, but the description does not say how: add \"time\", one of {string.Join(", ", ConventionWords.Times.Keys)}.");
        }

        Slot output = OutputOf(session, description, file);
        foreach (Slot slot in new[] { sample, output })
        {
            RefuseType(slot, slot.IsReal, "float16, float32 or float64", file);
        }

        IReadOnlyList<int> shape = ShapeOf(sample, description, file);
        CheckOutput(output, shape, description, file);
        if (time is not null)
        {
            RefuseType(time, time.Bytes > 0, "whole or real", file);
            if (time.Lengths.Skip(1).Any(static length => length > 1))
            {
                throw new NetworkFileException(file, $"takes the noise level in {time}; one number a sample is what is taken.");
            }
        }

        if (label is not null)
        {
            bool fits = description.OneHot ? label.Bytes > 0 && label.Lengths.Count == 2 && (label.Lengths[1] < 0 || label.Lengths[1] == description.Classes)
                : label.Bytes > 0 && label.Lengths.Skip(1).All(static length => length == 1);
            if (!fits)
            {
                throw new NetworkFileException(file, $"takes classes in {label}, which does not fit {(description.OneHot ? $"vectors of {description.Classes}" : "labels; vectors of 0 and 1 need \"oneHot\": true")}.");
            }
        }

        return new(sample, time, label, held, output, shape);
    }

    private static Slot OutputOf(InferenceSession session, NetworkDescription description, string file)
    {
        Slot[] outputs = [.. session.OutputMetadata.Where(static entry => entry.Value.IsTensor).Select(Slot.Of)];
        if (description.Names.Output is { } name)
        {
            return outputs.FirstOrDefault(slot => slot.Name == name)
                ?? throw new NetworkFileException(file, $"has no output \"{Excerpt.Of(name)}\", which \"names.output\" names; it has {Listed(outputs)}.");
        }

        return outputs.Length == 1 ? outputs[0]
            : throw new NetworkFileException(file, $"has {outputs.Length} outputs; add \"names\": {{\"output\": …}}, one of {Listed(outputs)}.");
    }

    private static List<int> ShapeOf(Slot sample, NetworkDescription description, string file)
    {
        List<int> declared = [.. sample.Lengths.Skip(1)];
        if (declared.Count is not (1 or 3))
        {
            throw new NetworkFileException(file, $"takes samples in {sample}; [batch, d], [batch, c, h, w] and [batch, h, w, c] are taken.");
        }

        if (description.Shape is { } given)
        {
            return given.Count == declared.Count && given.Zip(declared).All(static pair => pair.Second < 0 || pair.First == pair.Second)
                ? [.. given]
                : throw new NetworkFileException(file, $"takes samples in {sample}, which contradicts \"shape\": [{string.Join(", ", given)}].");
        }

        return declared.TrueForAll(static length => length > 0)
            ? declared
            : throw new NetworkFileException(file, $"leaves the shape of samples open ({sample}); add \"shape\".");
    }

    private static void CheckOutput(Slot output, IReadOnlyList<int> shape, NetworkDescription description, string file)
    {
        int axis = description.ChannelsLast ? shape.Count - 1 : 0;
        int factor = description.LearnedVariances ? 2 : 1;
        bool fits = output.Lengths.Count == shape.Count + 1 && Enumerable.Range(0, shape.Count).All(i =>
            output.Lengths[i + 1] < 0 || output.Lengths[i + 1] == shape[i] * (i == axis ? factor : 1));
        if (!fits)
        {
            bool isDouble = output.Lengths.Count == shape.Count + 1 && output.Lengths[axis + 1] == 2 * shape[axis];
            throw new NetworkFileException(
                file,
                $"gives {output} for samples of [{string.Join(", ", shape)}]{(isDouble && factor == 1 ? "; if the second half are variances, add \"learnedVariances\": true" : "")}.");
        }
    }

    private static void RefuseType(Slot slot, bool fits, string wanted, string file)
    {
        if (!fits)
        {
            throw new NetworkFileException(file, $"has {slot}; {wanted} numbers are taken there.");
        }
    }

    private static Slot Taken(List<Slot> left, string name, string key, string file)
    {
        Slot slot = left.FirstOrDefault(slot => slot.Name == name)
            ?? throw new NetworkFileException(file, $"has no input \"{Excerpt.Of(name)}\", which \"{key}\" names; its inputs are {Listed(left)}.");
        left.Remove(slot);
        return slot;
    }

    private static Slot? Named(List<Slot> left, string[] names, Func<Slot, bool> fits) =>
        Removed(left, left.FirstOrDefault(slot => fits(slot) && names.Contains(slot.Name, StringComparer.OrdinalIgnoreCase)));

    private static Slot? Only(List<Slot> left, Func<Slot, bool> fits) =>
        left.Count(fits) == 1 ? Removed(left, left.Single(fits)) : null;

    private static Slot? Removed(List<Slot> left, Slot? slot)
    {
        if (slot is not null)
        {
            left.Remove(slot);
        }

        return slot;
    }

    private static string All(InferenceSession session) => Listed(session.InputMetadata.Select(Slot.Of));

    private static string Listed(IEnumerable<Slot> slots) => string.Join("; ", slots);
}
