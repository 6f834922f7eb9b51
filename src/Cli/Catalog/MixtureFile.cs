using System.Text.Json;
using ScoreSde.Data;
using ScoreSde.Data.Files;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Catalog;

/// <summary>
/// A Gaussian mixture as JSON: <c>{"weights": [1, 2], "means": [[0, 0], [4, 0]], "deviations": [0.5, [1, 0.1]]}</c>, or <c>"covariances"</c>, a matrix a component, in the
/// place of deviations; weights are equal where there are none. At most 64 MiB, read through two small buffers, side by side: what is kept is the law, and a law that
/// takes more than twice the file and 10 MB, as one of very many short numbers would, is refused.
/// </summary>
internal static class MixtureFile
{
    /// <summary>States of a sample stand on the stack where laws are worked with.</summary>
    public const int MostDimensions = 16_384;

    // An eigenvalue problem for each component.
    private const int MostOfCovariances = 512;
    // States are floats unless asked otherwise, and variances are squares.
    private const double Largest = 1e30;
    private const long MostBytes = 64 << 20;
    private const long FreeBytes = 10_000_000;
    // Of a component beside its numbers: objects, two short arrays' heads, its weight three times, two references. Measured.
    private const long BytesOfComponent = 192;

    /// <summary>The mixture.</summary>
    /// <exception cref="ArgumentException">The file cannot be read, is no JSON, or says something else.</exception>
    public static GaussianMixture Read(string path)
    {
        try
        {
            using Stream stream = InputFile.Open(path, MostBytes);
            return stream.Length > MostBytes
                ? throw new ArgumentException($"the file has more than {MostBytes} bytes.")
                : Of(stream, MixtureOutline.Of(stream));
        }
        catch (JsonException fault)
        {
            throw new ArgumentException($"it is no JSON: line {fault.LineNumber + 1} cannot be read.", fault);
        }
        catch (InvalidOperationException fault)
        {
            // Bytes that are no UTF-8 pass the parser and are found when the text is asked for.
            throw new ArgumentException("it holds a text that is no Unicode.", fault);
        }
        catch (DataFileException fault)
        {
            throw new ArgumentException(fault.Fault, fault);
        }
    }

    private static GaussianMixture Of(Stream stream, MixtureOutline outline)
    {
        (int count, int d) = (outline.Means.Count, outline.Dimension);
        bool hasDeviations = outline.Deviations.Start >= 0;
        if (outline.Means.Start < 0)
        {
            throw new ArgumentException("\"means\" must be a list.");
        }

        if (d is 0 or > MostDimensions)
        {
            throw UnequalMeans();
        }

        if (hasDeviations == outline.Covariances.Start >= 0)
        {
            throw new ArgumentException("it must have \"deviations\" or \"covariances\", one of them.");
        }

        if (!hasDeviations && d > MostOfCovariances)
        {
            throw new ArgumentException($"covariances are for at most {MostOfCovariances} dimensions, not {d}; \"deviations\" for each coordinate are for more.");
        }

        long bytes = count * (BytesOfComponent + (sizeof(double) * (2L + (hasDeviations ? 0 : d)) * d));
        if (bytes > (2 * stream.Length) + FreeBytes)
        {
            throw new ArgumentException($"a law of {count} components in {d} {(d == 1 ? "dimension" : "dimensions")} takes {bytes / 1e6:F0} MB, more than twice the file's {stream.Length / 1e6:F1} MB and 10.");
        }

        Gaussian[] components = hasDeviations ? WithDeviations(stream, outline) : WithCovariances(stream, outline);
        return outline.Weights.Start < 0 ? new GaussianMixture(components) : new GaussianMixture(components, Weights(stream, outline));
    }

    // One number for all, or for each component one or one for each coordinate.
    private static Gaussian[] WithDeviations(Stream stream, MixtureOutline outline)
    {
        var means = new JsonStream(stream, outline.Means.Start);
        var deviations = new JsonStream(stream, outline.Deviations.Start);
        means.Read();
        deviations.Read();
        double? all = deviations.Kind == JsonTokenType.Number ? Square(Number(in deviations, "\"deviations\"", 0)) : null;
        var components = new Gaussian[outline.Means.Count];
        if (all is null && outline.Deviations.Count != components.Length)
        {
            throw new ArgumentException($"\"deviations\" must be a number, or {components.Length} of them, or lists of numbers, one for each mean.");
        }

        var mean = new double[outline.Dimension];
        var own = new double[outline.Dimension];
        for (int k = 0; k < components.Length; k++)
        {
            Mean(ref means, k, mean);
            if (all is { } variance)
            {
                components[k] = Gaussian.Isotropic(mean, variance);
                continue;
            }

            deviations.Read();
            if (deviations.Kind == JsonTokenType.Number)
            {
                components[k] = Gaussian.Isotropic(mean, Square(Number(in deviations, "deviation", k + 1)));
                continue;
            }

            if (!Numbers(ref deviations, "deviation", k + 1, own))
            {
                throw new ArgumentException($"deviation {k + 1} must be a number or {own.Length} numbers.");
            }

            for (int i = 0; i < own.Length; i++)
            {
                own[i] = Square(own[i]);
            }

            components[k] = Gaussian.AlongAxes(mean, own);
        }

        return components;

        static double Square(double deviation) => deviation >= 0
            ? deviation * deviation
            : throw new ArgumentException($"a deviation must be at least 0, not {deviation:R}.");
    }

    private static Gaussian[] WithCovariances(Stream stream, MixtureOutline outline)
    {
        var components = new Gaussian[outline.Means.Count];
        if (outline.Covariances.Count != components.Length)
        {
            throw new ArgumentException($"\"covariances\" must be {components.Length} matrices, one for each mean.");
        }

        var means = new JsonStream(stream, outline.Means.Start);
        var covariances = new JsonStream(stream, outline.Covariances.Start);
        means.Read();
        covariances.Read();
        int d = outline.Dimension;
        var mean = new double[d];
        var row = new double[d];
        var matrix = new double[d, d];
        for (int k = 0; k < components.Length; k++)
        {
            Mean(ref means, k, mean);
            covariances.Read();
            if (covariances.Kind != JsonTokenType.StartArray)
            {
                throw new ArgumentException($"covariance {k + 1} must be a list.");
            }

            int rows = 0;
            for (covariances.Read(); covariances.Kind != JsonTokenType.EndArray && rows <= d; covariances.Read(), rows++)
            {
                if (!Numbers(ref covariances, "covariance", k + 1, row) || rows == d)
                {
                    rows = d + 1;
                    break;
                }

                for (int j = 0; j < d; j++)
                {
                    matrix[rows, j] = row[j];
                }
            }

            components[k] = rows == d ? Gaussian.WithCovariance(mean, matrix) : throw new ArgumentException($"covariance {k + 1} must be a {d} × {d} matrix, a list of its rows.");
        }

        return components;
    }

    private static double[] Weights(Stream stream, MixtureOutline outline)
    {
        int count = outline.Means.Count;
        if (outline.Weights.Count == count)
        {
            var weights = new double[count];
            var json = new JsonStream(stream, outline.Weights.Start);
            json.Read();
            if (Numbers(ref json, "\"weights\"", 0, weights) && Array.TrueForAll(weights, static weight => weight > 0))
            {
                return weights;
            }
        }

        throw new ArgumentException($"\"weights\" must be {count} numbers greater than 0, one for each mean.");
    }

    private static void Mean(ref JsonStream json, int index, double[] mean)
    {
        json.Read();
        if (!Numbers(ref json, "mean", index + 1, mean))
        {
            throw UnequalMeans();
        }
    }

    private static ArgumentException UnequalMeans() => new($"\"means\" must be lists of numbers, all of one length from 1 to {MostDimensions}.");

    // The list whose first word is read; false where it has another length. What it is called is put together where it is told.
    private static bool Numbers(ref JsonStream json, string name, int number, double[] numbers)
    {
        if (json.Kind != JsonTokenType.StartArray)
        {
            throw new ArgumentException($"{Called(name, number)} must be a list.");
        }

        int count = 0;
        for (json.Read(); json.Kind != JsonTokenType.EndArray; json.Read())
        {
            double value = Number(in json, name, number);
            if (count == numbers.Length)
            {
                return false;
            }

            numbers[count++] = value;
        }

        return count == numbers.Length;
    }

    private static double Number(in JsonStream json, string name, int number) =>
        json.Number() is not { } value || !double.IsFinite(value)
            ? throw new ArgumentException($"{Called(name, number)} has something that is no finite number.")
            : Math.Abs(value) <= Largest ? value : throw new ArgumentException($"{Called(name, number)} has {value:R}; numbers here are at most {Largest:R}.");

    private static string Called(string name, int number) => number == 0 ? name : $"{name} {number}";
}
