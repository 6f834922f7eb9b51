using ScoreSde.Cli.Catalog;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

/// <summary>What a file of a mixture may hold at the most, which component a sentence names, and where each number goes.</summary>
[Trait("Category", "Once")]
public sealed class MixtureFileBoundsTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"means": [[1], [2]], "deviations": [1, 1e40]}""", "deviation 2 has 1E+40; numbers here are at most 1E+30.")]
    [InlineData("""{"means": [[1], [2]], "deviations": [1, [1e40]]}""", "deviation 2 has 1E+40; numbers here are at most 1E+30.")]
    [InlineData("""{"means": [[1], [2]], "deviations": [1e40, 1]}""", "deviation 1 has 1E+40; numbers here are at most 1E+30.")]
    [InlineData("""{"means": [[1], [2]], "deviations": [1, "1"]}""", "deviation 2 must be a list.")]
    [InlineData("""{"means": [[1], [2]], "deviations": [1, [1, 1]]}""", "deviation 2 must be a number or 1 numbers.")]
    [InlineData("""{"means": [[1], [2]], "deviations": [1, []]}""", "deviation 2 must be a number or 1 numbers.")]
    [InlineData("""{"means": [[1], [2]], "deviations": [1, -0.5]}""", "a deviation must be at least 0, not -0.5.")]
    [InlineData("""{"means": [[1], [2]], "deviations": [1, [-0.5]]}""", "a deviation must be at least 0, not -0.5.")]
    [InlineData("""{"means": [[1], [2]], "deviations": [1, 1, 1]}""", "\"deviations\" must be a number, or 2 of them, or lists of numbers, one for each mean.")]
    [InlineData("""{"means": [[1], [-1e31]], "deviations": 1}""", "mean 2 has -1E+31; numbers here are at most 1E+30.")]
    [InlineData("""{"means": [[1], [2]], "covariances": [[[1]]]}""", "\"covariances\" must be 2 matrices, one for each mean.")]
    [InlineData("""{"means": [[1], [2]], "covariances": [[[1]], [[1]], [[1]]]}""", "\"covariances\" must be 2 matrices, one for each mean.")]
    [InlineData("""{"means": [[1], [2]], "covariances": [[[1]], 1]}""", "covariance 2 must be a list.")]
    [InlineData("""{"means": [[1], [2]], "covariances": [[[1]], [1]]}""", "covariance 2 must be a list.")]
    [InlineData("""{"means": [[1], [2]], "covariances": [[[1]], [[1e40]]]}""", "covariance 2 has 1E+40; numbers here are at most 1E+30.")]
    [InlineData("""{"means": [[1], [2]], "covariances": [[[1]], []]}""", "covariance 2 must be a 1 × 1 matrix, a list of its rows.")]
    [InlineData("""{"means": [[1], [2]], "covariances": [[[1]], [[1], [1]]]}""", "covariance 2 must be a 1 × 1 matrix, a list of its rows.")]
    [InlineData("""{"means": [[1], [2]], "deviations": 1, "weights": 3}""", "\"weights\" must be a list.")]
    [InlineData("""{"means": 3, "deviations": 1}""", "\"means\" must be a list.")]
    [InlineData("""{"means": [[1]], "covariances": 2}""", "\"covariances\" must be a list.")]
    [InlineData("""{"means": [[1]], "deviations": "x"}""", "\"deviations\" must be a list or a number.")]
    [InlineData("""{"means": [[1], [2]], "deviations": 1, "weights": [1, -1]}""", "\"weights\" must be 2 numbers greater than 0, one for each mean.")]
    [InlineData("""{"means": [[1], [2]], "deviations": 1, "weights": [1]}""", "\"weights\" must be 2 numbers greater than 0, one for each mean.")]
    [InlineData("""{"means": [[1], [2]], "deviations": 1, "weights": [1, [1]]}""", "\"weights\" has something that is no finite number.")]
    [InlineData("""{"means": [[1]], "deviations": 1, "x": 2}""", "it has \"x\", which says nothing here; a mixture has \"weights\", \"means\", \"deviations\", \"covariances\".")]
    [InlineData("""{"means": [[]], "deviations": 1}""", "\"means\" must be lists of numbers, all of one length from 1 to 16384.")]
    [InlineData("3", "it must be an object with \"means\", and \"deviations\" or \"covariances\".")]
    [InlineData("{\n\"means\":\n[[1] 2]}", "it is no JSON: line 3 cannot be read.")]
    [InlineData("{\"means\": [[1]], \"deviations\": 1", "it is no JSON: line 1 cannot be read.")]
    public void A_sentence_names_what_is_wrong(string json, string sentence) => Assert.Equal(sentence, Refused(json));

    [Fact]
    public void Components_keep_their_own_deviations_and_covariances()
    {
        GaussianMixture each = Read("""{"means": [[1, 2], [3, 4], [5, 6]], "deviations": [2, [0.5, 3], 1]}""");
        Assert.Equal([4.0, 4.0, 0.25, 9.0, 1.0, 1.0], each.Components.SelectMany(static one => one.Eigenvalues));
        Assert.Equal([1, 2, 3, 4, 5, 6], each.Components.SelectMany(static one => one.Mean));
        Assert.Equal([1 / 3.0, 1 / 3.0, 1 / 3.0], each.Weights, static (a, b) => Math.Abs(a - b) < 1e-15);

        GaussianMixture full = Read("""{"weights": [3, 1], "means": [[1, 2], [3, 4]], "covariances": [[[2, 1], [1, 3]], [[5, -1], [-1, 4]]]}""");
        double[,] first = MixtureMoments.CovarianceOf(full.Components[0]);
        double[,] second = MixtureMoments.CovarianceOf(full.Components[1]);
        Assert.Equal([2, 1, 1, 3], first.Cast<double>(), static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([5, -1, -1, 4], second.Cast<double>(), static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.75, 0.25], full.Weights);
    }

    [Fact]
    public void Numbers_up_to_the_largest_are_taken()
    {
        GaussianMixture read = Read("""{"means": [[1e30], [-1e30]], "deviations": 1e15}""");
        Assert.Equal([1e30, -1e30], read.Components.SelectMany(static one => one.Mean));
        Assert.Equal(1e30, read.Components[0].Eigenvalues[0]);
    }

    [Fact]
    public void A_deviation_of_nothing_makes_a_point() =>
        Assert.Equal([0.0, 0.0, 0.0], Read("""{"means": [[1], [2], [3]], "deviations": [0, [0], 0]}""").Components.Select(static one => one.Eigenvalues[0]));

    [Fact]
    public void A_mean_has_at_most_16384_numbers()
    {
        Assert.Equal(16_384, Read($"{{\"means\": [[{Zeros(16_384)}]], \"deviations\": 1}}").Dimension);
        Assert.Equal("\"means\" must be lists of numbers, all of one length from 1 to 16384.", Refused($"{{\"means\": [[{Zeros(16_385)}]], \"deviations\": 1}}"));
    }

    [Fact]
    public void Covariances_are_for_at_most_512_dimensions()
    {
        Assert.Equal("\"covariances\" must be 1 matrices, one for each mean.", Refused($"{{\"means\": [[{Zeros(512)}]], \"covariances\": []}}"));
        Assert.Equal(
            "covariances are for at most 512 dimensions, not 513; \"deviations\" for each coordinate are for more.",
            Refused($"{{\"means\": [[{Zeros(513)}]], \"covariances\": []}}"));
        Assert.Equal(513, Read($"{{\"means\": [[{Zeros(513)}]], \"deviations\": 1}}").Dimension);
    }

    // A component is counted as 192 bytes, 8 for each number of its mean and of its axes' variances, and 8 for each of its matrix: 208 in one dimension, 1152 in ten.
    [Fact]
    public void A_law_takes_at_most_twice_the_file_and_ten_million_bytes()
    {
        Assert.Equal(50_010, Read(Padded(50_010, 1, "\"deviations\": 1", (208 * 50_010 / 2) - 5_000_000)).Components.Count);
        Assert.Equal(
            "a law of 50010 components in 1 dimension takes 10 MB, more than twice the file's 0.2 MB and 10.",
            Refused(Padded(50_010, 1, "\"deviations\": 1", (208 * 50_010 / 2) - 5_000_001)));
        Assert.Equal(
            "\"covariances\" must be 9030 matrices, one for each mean.",
            Refused(Padded(9030, 10, "\"covariances\": []", (1152 * 9030 / 2) - 5_000_000)));
        Assert.Equal(
            "a law of 9030 components in 10 dimensions takes 10 MB, more than twice the file's 0.2 MB and 10.",
            Refused(Padded(9030, 10, "\"covariances\": []", (1152 * 9030 / 2) - 5_000_001)));
    }

    [Theory]
    [InlineData(67_108_864, "it is no JSON: line 1 cannot be read.")]
    [InlineData(67_108_865, "the file has more than 67108864 bytes.")]
    public void A_file_has_at_most_64_MiB(long bytes, string sentence)
    {
        using (FileStream file = File.Create(folder["m"]))
        {
            file.SetLength(bytes);
        }

        Assert.Equal(sentence, Assert.ThrowsAny<ArgumentException>(() => MixtureFile.Read(folder["m"])).Message);
    }

    [Theory]
    [InlineData(1_000_000, "which says nothing here")]
    [InlineData(1_100_000, "it holds a word of more than 524288 bytes.")]
    public void A_word_has_less_than_a_MiB(int letters, string sentence) =>
        Assert.Contains(sentence, Refused($"{{\"{new string('x', letters)}\": 1}}"), StringComparison.Ordinal);

    private static string Zeros(int count) => string.Join(",", Enumerable.Repeat("0", count));

    private static string Padded(int components, int dimension, string rest, int length)
    {
        string json = $"{{\"means\":[{string.Join(",", Enumerable.Repeat($"[{Zeros(dimension)}]", components))}],{rest}}}";
        return json.PadRight(length);
    }

    private string Refused(string json) => Assert.ThrowsAny<ArgumentException>(() => Read(json)).Message;

    private GaussianMixture Read(string json)
    {
        File.WriteAllText(folder["m"], json);
        return MixtureFile.Read(folder["m"]);
    }
}
