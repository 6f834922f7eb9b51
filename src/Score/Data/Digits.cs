using System.Globalization;
using System.IO.Compression;
using System.Reflection;

namespace ScoreSde.Data;

/// <summary>
/// 1,797 handwritten digits of 8×8 pixels, each 0..16, embedded in the program. E. Alpaydin and C. Kaynak, Optical Recognition
/// of Handwritten Digits, UCI 1998, doi 10.24432/C50P49, CC BY 4.0.
/// </summary>
public static class Digits
{
    /// <summary>The name in catalogues and checkpoints.</summary>
    public const string Name = "digits";

    private const int Rows = 1797;
    private const int Pixels = 64;

    /// <summary>All rows in the order of the file; labels 0..9; x_net = (x − 8)/8.</summary>
    public static DataSet Load()
    {
        using Stream packed = Assembly.GetExecutingAssembly().GetManifestResourceStream("data/digits.csv.gz")!;
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var values = new float[Rows * Pixels];
        var labels = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            string[] fields = text.ReadLine()!.Split(',');
            for (int j = 0; j < Pixels; j++)
            {
                values[(row * Pixels) + j] = int.Parse(fields[j], CultureInfo.InvariantCulture);
            }

            labels[row] = int.Parse(fields[Pixels], CultureInfo.InvariantCulture);
        }

        return new(Name, values, Pixels, new(8, 8), labels, 10, new ImageShape(8, 8));
    }

    /// <summary>The split that is used everywhere, fixed for ever: 1,438 rows to learn from, 359 held out, a fifth of each class.</summary>
    public static DataSplit Split() => DataSplit.Of(Load());
}
