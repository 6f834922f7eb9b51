using System.Text.Json;
using ScoreSde.Data;
using ScoreSde.Data.Files;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Catalog;

/// <summary>
/// A Gaussian mixture as JSON: <c>{"weights": [1, 2], "means": [[0, 0], [4, 0]], "deviations": [0.5, [1, 0.1]]}</c>, or <c>"covariances"</c>, a matrix a component, in the
/// place of deviations; weights are equal where there are none. At most 64 MiB.
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

    private static readonly string[] Names = ["weights", "means", "deviations", "covariances"];

    /// <summary>The mixture.</summary>
    /// <exception cref="ArgumentException">The file cannot be read, is no JSON, or says something else.</exception>
    public static GaussianMixture Read(string path)
    {
        try
        {
            using Stream stream = InputFile.Open(path, MostBytes);
            if (stream.Length > MostBytes)
            {
                throw new ArgumentException($"the file has more than {MostBytes} bytes.");
            }

            using JsonDocument json = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Of(json.RootElement);
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

    private static GaussianMixture Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("it must be an object with \"means\", and \"deviations\" or \"covariances\".");
        }

        foreach (string name in Names.Where(name => root.EnumerateObject().Count(property => property.NameEquals(name)) > 1))
        {
            throw new ArgumentException($"it has \"{name}\" twice.");
        }

        foreach (JsonProperty property in root.EnumerateObject().Where(static property => !Names.Contains(property.Name)).Take(1))
        {
            throw new ArgumentException($"it has \"{Excerpt.Of(property.Name)}\", which says nothing here; a mixture has {string.Join(", ", Names.Select(static name => $"\"{name}\""))}.");
        }

        double[][] means = [.. List(root.TryGetProperty("means", out JsonElement all) ? all : default, "\"means\"").Select(static (mean, k) => Numbers(mean, $"mean {k + 1}"))];
        int d = means.Length == 0 ? 0 : means[0].Length;
        if (d is 0 or > MostDimensions || means.Any(mean => mean.Length != d))
        {
            throw new ArgumentException($"\"means\" must be lists of numbers, all of one length from 1 to {MostDimensions}.");
        }

        bool hasDeviations = root.TryGetProperty("deviations", out JsonElement deviations);
        if (hasDeviations == root.TryGetProperty("covariances", out JsonElement covariances))
        {
            throw new ArgumentException("it must have \"deviations\" or \"covariances\", one of them.");
        }

        Gaussian[] components = hasDeviations ? WithDeviations(means, deviations) : WithCovariances(means, covariances);
        if (!root.TryGetProperty("weights", out JsonElement words))
        {
            return new GaussianMixture(components);
        }

        double[] weights = Numbers(words, "\"weights\"");
        return weights.Length == means.Length && weights.All(static weight => weight > 0)
            ? new GaussianMixture(components, weights)
            : throw new ArgumentException($"\"weights\" must be {means.Length} numbers greater than 0, one for each mean.");
    }

    // One number for all, or for each component one or one for each coordinate.
    private static Gaussian[] WithDeviations(double[][] means, JsonElement deviations)
    {
        int d = means[0].Length;
        if (deviations.ValueKind == JsonValueKind.Number)
        {
            double all = Number(deviations, "\"deviations\"");
            return [.. means.Select(mean => Gaussian.Isotropic(mean, Square(all)))];
        }

        JsonElement[] each = List(deviations, "\"deviations\"");
        return each.Length != means.Length
            ? throw new ArgumentException($"\"deviations\" must be a number, or {means.Length} of them, or lists of numbers, one for each mean.")
            : [.. means.Select((mean, k) => each[k].ValueKind == JsonValueKind.Number
                ? Gaussian.Isotropic(mean, Square(Number(each[k], $"deviation {k + 1}")))
                : Numbers(each[k], $"deviation {k + 1}") is { } own && own.Length == d
                    ? Gaussian.AlongAxes(mean, [.. own.Select(Square)])
                    : throw new ArgumentException($"deviation {k + 1} must be a number or {d} numbers."))];

        static double Square(double deviation) => deviation >= 0
            ? deviation * deviation
            : throw new ArgumentException($"a deviation must be at least 0, not {deviation:R}.");
    }

    private static Gaussian[] WithCovariances(double[][] means, JsonElement covariances)
    {
        int d = means[0].Length;
        JsonElement[] each = List(covariances, "\"covariances\"");
        if (each.Length != means.Length || d > MostOfCovariances)
        {
            throw new ArgumentException(d > MostOfCovariances
                ? $"covariances are for at most {MostOfCovariances} dimensions, not {d}; \"deviations\" for each coordinate are for more."
                : $"\"covariances\" must be {means.Length} matrices, one for each mean.");
        }

        return [.. means.Select((mean, k) =>
        {
            double[][] rows = [.. List(each[k], $"covariance {k + 1}").Select(row => Numbers(row, $"covariance {k + 1}"))];
            if (rows.Length != d || rows.Any(row => row.Length != d))
            {
                throw new ArgumentException($"covariance {k + 1} must be a {d} × {d} matrix, a list of its rows.");
            }

            var matrix = new double[d, d];
            for (int i = 0; i < d * d; i++)
            {
                matrix[i / d, i % d] = rows[i / d][i % d];
            }

            return Gaussian.WithCovariance(mean, matrix);
        })];
    }

    private static JsonElement[] List(JsonElement list, string name) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray()]
        : throw new ArgumentException($"{name} must be a list.");

    // A number takes its eight bytes and no more: a file may be all numbers of one digit.
    private static double[] Numbers(JsonElement list, string name)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new ArgumentException($"{name} must be a list.");
        }

        var numbers = new double[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement number in list.EnumerateArray())
        {
            numbers[i++] = Number(number, name);
        }

        return numbers;
    }

    private static double Number(JsonElement number, string name) =>
        number.ValueKind != JsonValueKind.Number || !number.TryGetDouble(out double value) || !double.IsFinite(value)
            ? throw new ArgumentException($"{name} has something that is no finite number.")
            : Math.Abs(value) <= Largest ? value : throw new ArgumentException($"{name} has {value:R}; numbers here are at most {Largest:R}.");
}
